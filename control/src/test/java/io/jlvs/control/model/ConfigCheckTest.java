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
 * The faulty files that keepalived 2.2.7 was asked to test ({@code config-check.txt}): we report what it reports and
 * name the lines that it names.
 */
class ConfigCheckTest
{
    private static final Pattern CASE = Pattern.compile(
        "=== (?<name>[^\\n]*)\\n(?<lines>(?: +\\d+\\t[^\\n]*\\n)+)" +
        "\\$ keepalived[^\\n]*\\n(?<output>.*?)\\[exit (?<exit>\\d+)]",
        Pattern.DOTALL);
    private static final Pattern NAMED_LINE = Pattern.compile("conf: Line (\\d+)\\)");
    /** Two services of one address are a mistake that keepalived does not notice. */
    private static final Set<String> ONLY_REPORTED_HERE = Set.of("lvs same virtual server twice");
    /** It names the line of the closing brace; we name that of the block. */
    private static final Set<String> OTHER_LINE =
        Set.of("lvs HTTP_GET without url", "lvs HTTP_GET url without path");

    @TestFactory
    List<DynamicTest> shouldReportWhatKeepalivedReports()
    {
        final List<DynamicTest> tests = new ArrayList<>();
        final Matcher matcher = CASE.matcher(TestConfigurations.resource("config-check.txt"));
        while (matcher.find())
        {
            final String name = matcher.group("name");
            final String text = matcher.group("lines").replaceAll("(?m)^ +\\d+\\t", "");
            final String output = matcher.group("output");
            final boolean isReported = !"0".equals(matcher.group("exit")) || ONLY_REPORTED_HERE.contains(name);
            tests.add(DynamicTest.dynamicTest(name, () -> check(name, text, output, isReported)));
        }
        assertEquals(38, tests.size(), "cases in the recording");

        return tests;
    }

    private static void check(final String name, final String text, final String output, final boolean isReported)
    {
        final List<Diagnostic> diagnostics = TestConfigurations.build(text).diagnostics();

        assertEquals(isReported, !diagnostics.isEmpty(), () -> diagnostics.toString());
        final Matcher line = NAMED_LINE.matcher(output);
        if (line.find() && !OTHER_LINE.contains(name) && !"missing opening brace".equals(name))
        {
            final int number = Integer.parseInt(line.group(1));
            assertTrue(diagnostics.stream().anyMatch((found) -> found.line() == number),
                () -> "nothing about line " + number + " in " + diagnostics);
        }
    }
}
