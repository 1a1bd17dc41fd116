/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Diagnostic;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The files that keepalived 2.2.7 was asked to test ({@code config-check.txt}, {@code vrrp-check.txt}): we report what
 * it reports and name the lines that it names.
 */
class ConfigCheckTest
{
    private static final Pattern CASE = Pattern.compile(
        "=== (?<name>[^\\n]*)\\n(?<lines>(?: +\\d+\\t[^\\n]*\\n)+)" +
        "\\$ keepalived[^\\n]*\\n(?<output>.*?)\\[exit (?<exit>\\d+)]",
        Pattern.DOTALL);
    private static final Pattern NAMED_LINE = Pattern.compile("conf: Line (\\d+)\\)");
    /**
     * Two services of one address are a mistake that keepalived does not notice; that strict mode allows no unicast
     * peers is what it notices from 2.3 on.
     */
    private static final Set<String> ONLY_REPORTED_HERE =
        Set.of("lvs same virtual server twice", "strict with unicast");
    /** A prefix length behind the peer, as ip-address(8) wants it, is taken here. */
    private static final Set<String> ONLY_REPORTED_THERE = Set.of("address with peer");
    /** It names the line of the closing brace, or that of a block before; we name that of the block or the cause. */
    private static final Set<String> OTHER_LINE = Set.of(
        "lvs HTTP_GET without url",
        "lvs HTTP_GET url without path",
        "unicast_ttl without peers",
        "vrrp_script without script",
        "vrrp_script without default user",
        "script_user unknown",
        "track_file without file",
        "vrrp_track_process without process",
        "sync group without members",
        "garp_group without interval",
        "use_vmac with unicast",
        "address with peer");

    @TestFactory
    List<DynamicTest> shouldReportWhatKeepalivedReports()
    {
        return cases("config-check.txt", 38);
    }

    @TestFactory
    List<DynamicTest> shouldReportOfVrrpWhatKeepalivedReports()
    {
        return cases("vrrp-check.txt", 150);
    }

    private static List<DynamicTest> cases(final String resource, final int count)
    {
        final List<DynamicTest> tests = new ArrayList<>();
        final Matcher matcher = CASE.matcher(TestConfigurations.resource(resource));
        while (matcher.find())
        {
            final String name = matcher.group("name");
            final String text = matcher.group("lines").replaceAll("(?m)^ +\\d+\\t", "");
            final String output = matcher.group("output");
            final boolean isReported = ONLY_REPORTED_HERE.contains(name) ||
                !"0".equals(matcher.group("exit")) && !ONLY_REPORTED_THERE.contains(name);
            tests.add(DynamicTest.dynamicTest(name, () -> check(name, text, output, isReported)));
        }
        assertEquals(count, tests.size(), "cases in the recording");

        return tests;
    }

    private static void check(final String name, final String text, final String output, final boolean isReported)
    {
        final Configuration configuration = TestConfigurations.build(text);
        final List<Diagnostic> diagnostics = configuration.diagnostics();

        assertEquals(isReported, configuration.hasFindings(), () -> diagnostics.toString());
        final Matcher line = NAMED_LINE.matcher(output);
        if (line.find() && !OTHER_LINE.contains(name) && !"missing opening brace".equals(name))
        {
            final int number = Integer.parseInt(line.group(1));
            assertTrue(diagnostics.stream().anyMatch((found) -> found.line() == number),
                () -> "nothing about line " + number + " in " + diagnostics);
        }
    }
}
