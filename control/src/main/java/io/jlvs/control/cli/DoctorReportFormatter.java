/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.doctor.Doctor;
import io.jlvs.control.doctor.DoctorCheck;
import io.jlvs.control.doctor.Finding;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A report of the doctor as text for people and as JSON for programs.
 */
final class DoctorReportFormatter
{
    private DoctorReportFormatter()
    {
    }

    /**
     * For people: a line that all is well, or two lines for each finding.
     *
     * @param report to show.
     * @return text.
     */
    static String text(final Doctor.Report report)
    {
        final StringBuilder text = new StringBuilder();
        if (!report.hasFaults())
        {
            text.append("all is well with ").append(String.join(", ", report.addresses())).append(". Looked at: ")
                .append(report.checks().stream().map(DoctorCheck::subject).collect(Collectors.joining(", ")))
                .append('\n');
        }
        for (final Finding finding : report.findings())
        {
            text.append(finding.severity()).append(' ').append(finding.check()).append(' ').append(finding.object())
                .append(": ").append(finding.text()).append('\n');
            if (!finding.remedy().isEmpty())
            {
                text.append("  do: ").append(finding.remedy()).append('\n');
            }
        }

        return text.toString();
    }

    /**
     * For programs: one object on one line.
     *
     * @param report to show.
     * @return JSON.
     */
    static String json(final Doctor.Report report)
    {
        return "{\"healthy\":" + !report.hasFaults() +
            ",\"addresses\":" + JsonText.array(report.addresses()) +
            ",\"checks\":" + JsonText.array(report.checks().stream().map(DoctorCheck::name).distinct().toList()) +
            ",\"listenedMs\":" + report.facts().wire().listenedMs() +
            ",\"findings\":" + report.findings().stream().map(DoctorReportFormatter::json)
                .collect(Collectors.joining(",", "[", "]")) + "}\n";
    }

    private static String json(final Finding finding)
    {
        return "{\"severity\":" + JsonText.quote(finding.severity().name().toLowerCase(Locale.ROOT)) +
            ",\"check\":" + JsonText.quote(finding.check()) +
            ",\"object\":" + JsonText.quote(finding.object()) +
            ",\"text\":" + JsonText.quote(finding.text()) +
            ",\"remedy\":" + JsonText.quote(finding.remedy()) + "}";
    }
}
