/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.check.CheckStep.Transition;
import io.jlvs.control.model.HttpGet;

import java.util.ArrayList;
import java.util.List;

/**
 * HTTP_GET as keepalived 2.2.7 steps it ({@code check_http.c}, {@code epilog}): one URL at each check; down after the
 * retries of a URL are used up; once down, that URL must answer first and then all of them must, one after the other.
 */
final class HttpCheckStateMachine implements CheckStateMachine
{
    private static final int NONE = -1;

    private final HttpGet settings;
    private final String label;
    private boolean isUp;
    private boolean hasRun;
    private long retries;
    private int urlIndex;
    private int failedUrlIndex = NONE;

    HttpCheckStateMachine(final HttpGet settings, final String label, final boolean isUp)
    {
        this.settings = settings;
        this.label = label;
        this.isUp = isUp;
        this.retries = settings.timing().retries();
    }

    @Override
    public CheckStep onResult(final CheckResult result)
    {
        final List<String> log = new ArrayList<>();

        return result.isSuccess() ? onSuccess(log) : onFailure(result, log);
    }

    private CheckStep onSuccess(final List<String> log)
    {
        if (!isUp)
        {
            log.add((settings.urls().get(urlIndex).digest().isPresent() ? "MD5 digest" : "HTTP status code") +
                " success to " + label + " url(" + settings.urls().get(urlIndex).path() + ")");
        }
        urlIndex++;
        retries = 0;

        Transition transition = Transition.NONE;
        if (failedUrlIndex != NONE)
        {
            failedUrlIndex = NONE;
            urlIndex = 0;
        }
        else if (urlIndex == settings.urls().size())
        {
            if (!isUp || !hasRun)
            {
                log.add("Remote Web server " + label + " succeed on service.");
            }
            transition = isUp ? Transition.NONE : Transition.UP;
            isUp = true;
            hasRun = true;
            urlIndex = 0;
        }
        else if (!hasRun)
        {
            retries = settings.timing().retries();
        }

        return new CheckStep(log, transition, isFast() ? 0 : settings.timing().delayLoopNs());
    }

    private CheckStep onFailure(final CheckResult result, final List<String> log)
    {
        final boolean isCounting = isUp || !hasRun;
        final boolean isDecided = isCounting && retries + 1 > settings.timing().retries();
        if (isCounting && (isDecided || settings.isLoggingEveryFailure()))
        {
            log.add(result.what() + " server " + label + ": " + result.reason() + ".");
        }

        Transition transition = Transition.NONE;
        if (isCounting)
        {
            hasRun = true;
            retries++;
        }
        if (isDecided)
        {
            if (isUp)
            {
                log.add("HTTP_CHECK on service " + label + (settings.timing().retries() > 0 ?
                    " failed after " + settings.timing().retries() + " retries." : " failed."));
                transition = Transition.DOWN;
            }
            isUp = false;
            failedUrlIndex = urlIndex;
        }

        final long delayNs = failedUrlIndex == NONE ? settings.timing().delayBeforeRetryNs() :
            Math.max(settings.timing().delayBeforeRetryNs(), settings.timing().delayLoopNs());

        return new CheckStep(log, transition, isFast() ? 0 : delayNs);
    }

    private boolean isFast()
    {
        return settings.isRecoveringFast() && (!hasRun || !isUp && failedUrlIndex == NONE);
    }

    @Override
    public boolean isUp()
    {
        return isUp;
    }

    @Override
    public int urlIndex()
    {
        return urlIndex;
    }
}
