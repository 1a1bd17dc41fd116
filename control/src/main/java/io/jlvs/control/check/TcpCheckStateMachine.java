/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.check.CheckStep.Transition;
import io.jlvs.control.model.TcpCheck;

import java.util.ArrayList;
import java.util.List;

/**
 * TCP_CHECK as keepalived 2.2.7 steps it ({@code check_tcp.c}, {@code tcp_epilog}): down after the retries are used up,
 * up at the first success. The very first failure counts without retries.
 */
final class TcpCheckStateMachine implements CheckStateMachine
{
    private final TcpCheck settings;
    private final String label;
    private boolean isUp;
    private boolean hasRun;
    private long retries;

    TcpCheckStateMachine(final TcpCheck settings, final String label, final boolean isUp)
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
        final boolean isDecided = result.isSuccess() || retries >= settings.timing().retries();
        final boolean isChange = isDecided && (result.isSuccess() != isUp || !hasRun);
        if (!result.isSuccess() && (isChange || isUp && settings.isLoggingEveryFailure()))
        {
            log.add("TCP connection to " + label + " failed: " + result.reason() + ".");
        }
        if (isChange)
        {
            log.add(change(result.isSuccess()));
        }

        final Transition transition = !isDecided || result.isSuccess() == isUp ? Transition.NONE :
            result.isSuccess() ? Transition.UP : Transition.DOWN;
        retries = isDecided ? 0 : retries + 1;
        isUp = isDecided ? result.isSuccess() : isUp;
        hasRun = true;

        return new CheckStep(log, transition,
            isDecided ? settings.timing().delayLoopNs() : settings.timing().delayBeforeRetryNs());
    }

    private String change(final boolean isSuccess)
    {
        if (isSuccess)
        {
            return "TCP connection to " + label + " success.";
        }

        return settings.timing().retries() > 0 && hasRun ?
            "TCP_CHECK on service " + label + " failed after " + settings.timing().retries() + " retries." :
            "TCP_CHECK on service " + label + " failed.";
    }

    @Override
    public boolean isUp()
    {
        return isUp;
    }

    @Override
    public int urlIndex()
    {
        return 0;
    }
}
