/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.TestConfigurations;

import org.junit.jupiter.api.Test;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Transcripts: each line of the script is an outcome, behind it what follows: log lines, transition, delay and, when it
 * is not the first, the URL to ask for next.
 */
class CheckStateMachineTest
{
    private static final String TCP = "TCP_CHECK { connect_timeout 2\n retry 2\n delay_before_retry 1\n }";
    private static final String HTTP =
        "HTTP_GET { url { path /health\n digest 7bd3d5f5b3cdb13aed632121206e729c\n }\n" +
        " retry 2\n delay_before_retry 1\n }";

    @Test
    void shouldTakeTcpServerOutAfterRetriesAndBackAtFirstSuccess()
    {
        assertTranscript(TCP, true, """
            ok
              TCP connection to [10.0.0.21]:tcp:80 success.
              none, 2 s
            ok
              none, 2 s
            fail Connection refused
              none, 1 s
            fail Connection refused
              none, 1 s
            fail Connection refused
              TCP connection to [10.0.0.21]:tcp:80 failed: Connection refused.
              TCP_CHECK on service [10.0.0.21]:tcp:80 failed after 2 retries.
              down, 2 s
            fail Connection refused
              none, 1 s
            fail Connection refused
              none, 1 s
            fail Connection refused
              none, 2 s
            ok
              TCP connection to [10.0.0.21]:tcp:80 success.
              up, 2 s
            """);
    }

    @Test
    void shouldForgetTcpFailuresAtSuccess()
    {
        assertTranscript(TCP, true, """
            ok
              TCP connection to [10.0.0.21]:tcp:80 success.
              none, 2 s
            fail x
              none, 1 s
            fail x
              none, 1 s
            ok
              none, 2 s
            fail x
              none, 1 s
            """);
    }

    @Test
    void shouldNotRetryFirstTcpFailure()
    {
        assertTranscript(TCP, true, """
            fail Connection refused
              TCP connection to [10.0.0.21]:tcp:80 failed: Connection refused.
              TCP_CHECK on service [10.0.0.21]:tcp:80 failed.
              down, 2 s
            """);
    }

    @Test
    void shouldBringAlphaTcpServerInAtFirstSuccess()
    {
        assertTranscript(TCP, false, """
            fail Connection refused
              TCP connection to [10.0.0.21]:tcp:80 failed: Connection refused.
              TCP_CHECK on service [10.0.0.21]:tcp:80 failed.
              none, 2 s
            ok
              TCP connection to [10.0.0.21]:tcp:80 success.
              up, 2 s
            """);
    }

    @Test
    void shouldLogEveryTcpFailureIfAsked()
    {
        assertTranscript("TCP_CHECK { retry 1\n log_all_failures on\n }", true, """
            ok
              TCP connection to [10.0.0.21]:tcp:80 success.
              none, 2 s
            fail x
              TCP connection to [10.0.0.21]:tcp:80 failed: x.
              none, 1 s
            fail y
              TCP connection to [10.0.0.21]:tcp:80 failed: y.
              TCP_CHECK on service [10.0.0.21]:tcp:80 failed after 1 retries.
              down, 2 s
            """);
    }

    @Test
    void shouldTakeHttpServerOutAfterRetriesAndBackAfterSecondSuccess()
    {
        assertTranscript(HTTP, true, """
            ok
              Remote Web server [10.0.0.21]:tcp:80 succeed on service.
              none, 2 s
            fail digest
              none, 1 s
            fail digest
              none, 1 s
            fail digest
              MD5 digest error to server [10.0.0.21]:tcp:80: digest.
              HTTP_CHECK on service [10.0.0.21]:tcp:80 failed after 2 retries.
              down, 2 s
            fail digest
              none, 2 s
            ok
              MD5 digest success to [10.0.0.21]:tcp:80 url(/health)
              none, 2 s
            ok
              MD5 digest success to [10.0.0.21]:tcp:80 url(/health)
              Remote Web server [10.0.0.21]:tcp:80 succeed on service.
              up, 2 s
            """);
    }

    @Test
    void shouldBeginAgainWhenHttpServerFailsWhileComingUp()
    {
        assertTranscript(HTTP, true, """
            fail digest
              MD5 digest error to server [10.0.0.21]:tcp:80: digest.
              HTTP_CHECK on service [10.0.0.21]:tcp:80 failed after 2 retries.
              down, 2 s
            ok
              MD5 digest success to [10.0.0.21]:tcp:80 url(/health)
              none, 2 s
            fail digest
              none, 1 s
            ok
              MD5 digest success to [10.0.0.21]:tcp:80 url(/health)
              Remote Web server [10.0.0.21]:tcp:80 succeed on service.
              up, 2 s
            """);
    }

    @Test
    void shouldAskUrlsInTurnAndReturnToTheFailedOne()
    {
        final String check = "HTTP_GET { url { path /a\n }\n url { path /b\n }\n retry 1\n delay_before_retry 1\n }";
        assertTranscript(check, true, """
            ok
              none, 2 s, url 1
            ok
              Remote Web server [10.0.0.21]:tcp:80 succeed on service.
              none, 2 s
            ok
              none, 2 s, url 1
            fail 404
              none, 1 s, url 1
            fail 404
              MD5 digest error to server [10.0.0.21]:tcp:80: 404.
              HTTP_CHECK on service [10.0.0.21]:tcp:80 failed after 1 retries.
              down, 2 s, url 1
            ok
              HTTP status code success to [10.0.0.21]:tcp:80 url(/b)
              none, 2 s
            ok
              HTTP status code success to [10.0.0.21]:tcp:80 url(/a)
              none, 2 s, url 1
            ok
              HTTP status code success to [10.0.0.21]:tcp:80 url(/b)
              Remote Web server [10.0.0.21]:tcp:80 succeed on service.
              up, 2 s
            """);
    }

    @Test
    void shouldNotWaitBetweenUrlsOnFastRecovery()
    {
        assertTranscript("HTTP_GET { url { path /a\n }\n url { path /b\n }\n fast_recovery\n }", true, """
            ok
              none, 0 s, url 1
            ok
              Remote Web server [10.0.0.21]:tcp:80 succeed on service.
              none, 2 s
            """);
    }

    private static void assertTranscript(final String check, final boolean isUp, final String expected)
    {
        final CheckSettings settings = TestConfigurations.build(
            "virtual_server 10.0.0.100 80 {\n delay_loop 2\n protocol TCP\n real_server 10.0.0.21 80 {\n" + check +
            "\n}\n}\n").virtualServers().get(0).realServers().get(0).checks().get(0);
        final CheckStateMachine machine = CheckStateMachine.create(settings, "[10.0.0.21]:tcp:80", isUp);

        final StringBuilder transcript = new StringBuilder();
        expected.lines().filter((line) -> !line.startsWith(" ")).forEach(
            (line) ->
            {
                transcript.append(line).append('\n');
                final CheckStep step = machine.onResult("ok".equals(line) ? CheckResult.SUCCESS :
                    CheckResult.failure("MD5 digest error to", line.substring("fail ".length())));
                step.log().forEach((text) -> transcript.append("  ").append(text).append('\n'));
                transcript.append("  ").append(step.transition().name().toLowerCase(Locale.ROOT))
                    .append(", ").append(TimeUnit.NANOSECONDS.toSeconds(step.delayNs())).append(" s")
                    .append(machine.urlIndex() > 0 ? ", url " + machine.urlIndex() : "").append('\n');
            });

        assertEquals(expected, transcript.toString());
    }
}
