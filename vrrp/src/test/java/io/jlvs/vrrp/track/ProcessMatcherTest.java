/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackProcess;
import io.jlvs.vrrp.model.TrackProcess.Match;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ProcessMatcherTest
{
    @ParameterizedTest
    @CsvSource({
        "EXACT,   /bin/x a b,   true",
        "EXACT,   /bin/x a,     false",
        "EXACT,   /bin/x a b c, false",
        "EXACT,   /bin/x a bc,  false",
        "EXACT,   /bin/y a b,   false",
        "PARTIAL, /bin/x a b,   true",
        "PARTIAL, /bin/x a b c, true",
        "PARTIAL, /bin/x a bc,  false",
        "PARTIAL, /bin/x a,     false",
        "INITIAL, /bin/x a b,   true",
        "INITIAL, /bin/x a bc,  true",
        "INITIAL, /bin/x a b c, true",
        "INITIAL, /bin/x ab b,  false",
        "INITIAL, /bin/x a,     false"})
    void shouldCompareArguments(final Match match, final String words, final boolean expected)
    {
        final TrackProcess tracked = tracked(match, true, "/bin/x", "a", "b");

        assertEquals(expected, ProcessMatcher.isMatch(tracked, running("x", words.split(" "))));
    }

    @Test
    void shouldCompareTheKernelsNameIfThereAreNoArguments()
    {
        assertEquals(true, ProcessMatcher.isMatch(tracked(Match.EXACT, false, "nginx"), running("nginx", "nginx: w")));
        assertEquals(false, ProcessMatcher.isMatch(tracked(Match.EXACT, false, "nginx"), running("nginx2", "nginx")));
        assertEquals(
            true,
            ProcessMatcher.isMatch(
                tracked(Match.EXACT, false, "a-name-of-more-than-15"), running("a-name-of-more-")));
    }

    @Test
    void shouldCompareTheFirstWordOfTheCommandLineIfToldSo()
    {
        final TrackProcess tracked = tracked(Match.EXACT, true, "/usr/sbin/nginx");

        assertEquals(true, ProcessMatcher.isMatch(tracked, running("nginx", "/usr/sbin/nginx", "-g", "x")));
        assertEquals(false, ProcessMatcher.isMatch(tracked, running("nginx", "nginx")));
        assertEquals(false, ProcessMatcher.isMatch(tracked, running("kthreadd")));
    }

    private static TrackProcess tracked(final Match match, final boolean isFullCommand, final String... words)
    {
        return new TrackProcess("p", List.of(words), match, isFullCommand, 1, Integer.MAX_VALUE, 0, 0);
    }

    private static ProcessFacts running(final String name, final String... words)
    {
        return new ProcessFacts(2, 1, name, Arrays.asList(words));
    }
}
