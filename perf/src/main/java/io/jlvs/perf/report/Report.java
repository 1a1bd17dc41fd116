/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Results of one command, as a table of aligned columns and as JSON lines. Not thread safe.
 */
public final class Report
{
    private static final String GAP = "  ";

    private final String command;
    private final Environment environment;
    private final List<Result> results = new ArrayList<>();

    /**
     * A report without results.
     *
     * @param command     that makes it, as the reader would type it.
     * @param environment where.
     */
    public Report(final String command, final Environment environment)
    {
        this.command = command;
        this.environment = environment;
    }

    /**
     * Add a result.
     *
     * @param result not to be changed any more.
     */
    public void add(final Result result)
    {
        results.add(result);
    }

    /**
     * The results so far.
     *
     * @return in the order they were added.
     */
    public List<Result> results()
    {
        return List.copyOf(results);
    }

    /**
     * For the reader: a line about the environment, then a table for each run of results with the same columns.
     *
     * @return lines, each ended.
     */
    public String table()
    {
        final StringBuilder text = new StringBuilder();
        text.append(command).append(": ").append(environment.machine())
            .append("; Linux ").append(environment.kernel())
            .append("; ").append(environment.jdk())
            .append("; commit ").append(environment.commit())
            .append("; ").append(environment.time()).append('\n');
        int from = 0;
        while (from < results.size())
        {
            final Set<String> columns = results.get(from).values().keySet();
            int to = from + 1;
            while (to < results.size() && results.get(to).values().keySet().equals(columns))
            {
                to++;
            }
            text.append('\n');
            append(text, results.subList(from, to), columns);
            from = to;
        }

        return text.toString();
    }

    /**
     * For programs: one object for each result, with the environment in each.
     *
     * @return lines, each ended.
     */
    public String json()
    {
        return results.stream()
            .map((result) -> json(result) + "\n")
            .collect(Collectors.joining());
    }

    /**
     * Append the JSON lines to a file.
     *
     * @param file made if missing, with its directories.
     * @throws IOException if it cannot be written.
     */
    public void appendTo(final Path file) throws IOException
    {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void append(final StringBuilder text, final List<Result> rows, final Set<String> columns)
    {
        final List<List<String>> lines = new ArrayList<>();
        final List<String> header = new ArrayList<>(List.of(""));
        header.addAll(columns);
        lines.add(header);
        for (final Result row : rows)
        {
            final List<String> line = new ArrayList<>(List.of(row.name()));
            columns.forEach((column) -> line.add(text(row.values().get(column))));
            lines.add(line);
        }

        final int[] widths = new int[header.size()];
        Arrays.fill(widths, 1);
        for (final List<String> line : lines)
        {
            for (int i = 0; i < widths.length; i++)
            {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }

        for (final List<String> line : lines)
        {
            final StringBuilder row = new StringBuilder(String.format("%-" + widths[0] + "s", line.get(0)));
            for (int i = 1; i < widths.length; i++)
            {
                row.append(GAP).append(String.format("%" + widths[i] + "s", line.get(i)));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
    }

    private String json(final Result result)
    {
        final Set<String> members = new LinkedHashSet<>();
        members.add(member("command", command));
        members.add(member("name", result.name()));
        for (final Map.Entry<String, Object> entry : result.values().entrySet())
        {
            members.add(member(entry.getKey(), entry.getValue()));
        }
        members.add(member("machine", environment.machine()));
        members.add(member("kernel", environment.kernel()));
        members.add(member("jdk", environment.jdk()));
        members.add(member("commit", environment.commit()));
        members.add(member("time", environment.time().toString()));
        return "{" + String.join(",", members) + "}";
    }

    private static String member(final String key, final Object value)
    {
        final boolean isBare =
            value instanceof Boolean ||
            value instanceof Number number && Double.isFinite(number.doubleValue());
        return quote(key) + ":" + (isBare ? text(value) : quote(String.valueOf(value)));
    }

    private static String text(final Object value)
    {
        if (value instanceof Double number)
        {
            final double size = Math.abs(number);
            return String.format(Locale.ROOT, size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : "%.3f", number);
        }

        return String.valueOf(value);
    }

    private static String quote(final String text)
    {
        final StringBuilder quoted = new StringBuilder("\"");
        for (final char c : text.toCharArray())
        {
            if ('"' == c || '\\' == c)
            {
                quoted.append('\\').append(c);
            }
            else if (c < ' ')
            {
                quoted.append(String.format("\\u%04x", (int)c));
            }
            else
            {
                quoted.append(c);
            }
        }

        return quoted.append('"').toString();
    }
}
