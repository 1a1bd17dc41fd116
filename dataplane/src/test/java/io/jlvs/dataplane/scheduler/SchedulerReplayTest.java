/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import io.jlvs.dataplane.table.TrafficCounters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/**
 * Every choice that kernel IPVS made must be made again: see golden/sched/README.md in the test resources.
 */
class SchedulerReplayTest
{
    private static final String SERVER_PREFIX = "10.0.0.2";
    private static final int THRESHOLD = 8;
    private static final int NO_COUNTER = -1;

    private record Row(int index, boolean isCommand, String what, int server)
    {
    }

    private record Entry(int server, int weight, int active, int inactive)
    {
    }

    static Stream<Arguments> recordings()
    {
        return Stream.of("rr", "wrr", "lc", "wlc")
            .flatMap(name -> rows(name).keySet().stream())
            .flatMap(variant -> Stream.of(false, true).map(together -> Arguments.of(variant, together)));
    }

    static Stream<String> changes()
    {
        return rows("changes").keySet().stream();
    }

    @ParameterizedTest(name = "{0}, changes published together: {1}")
    @MethodSource("recordings")
    void shouldChooseAsTheKernelDid(final String variant, final boolean publishesTogether)
    {
        final String scheduler = variant.substring(0, variant.indexOf(' '));
        final List<Entry> newestFirst = lastListing(scheduler, variant);
        final ServiceModel model = new ServiceModel(scheduler, publishesTogether);
        newestFirst.stream()
            .sorted((a, b) -> Integer.compare(a.server(), b.server()))
            .forEach(entry -> model.add(entry.server(), entry.weight()));

        replay(variant, model, rows(scheduler).get(variant));

        assertListing(newestFirst, model);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldFollowChangesAsTheKernelDid(final String variant)
    {
        final List<Row> rows = rows("changes").get(variant);
        final String[] add = rows.get(0).what().split(" ");
        final ServiceModel model = new ServiceModel(option(add, "-s"), false);

        replay(variant, model, rows.subList(1, rows.size()));

        assertListing(lastListing("changes", variant), model);
    }

    private static void replay(final String variant, final ServiceModel model, final List<Row> rows)
    {
        final int counter = counter(variant);
        for (final Row row : rows)
        {
            if (row.isCommand())
            {
                apply(row.what(), model);
                if (variant.endsWith("midremove"))
                {
                    // This recording was made with connections that end with their server.
                    model.forgetDeleted();
                }
                continue;
            }

            final int server = model.schedule();
            assertEquals(row.server(), server, () -> variant + " " + row + " of " + model);

            if (0 != server && NO_COUNTER != counter)
            {
                model.count(server, counter);
                if (variant.endsWith("threshold") && THRESHOLD == model.connections(server, counter))
                {
                    // All four pass over an overloaded server as over one whose weight fell to 0 this moment.
                    model.setWeightUnpublished(server, 0);
                }
            }
        }
    }

    private static void apply(final String command, final ServiceModel model)
    {
        final String[] words = command.split(" ");
        switch (words[1])
        {
            case "-E":
                model.edit(option(words, "-s"));
                break;

            case "-a":
                model.add(server(option(words, "-r")), Integer.parseInt(option(words, "-w")));
                break;

            case "-e":
                model.setWeight(server(option(words, "-r")), Integer.parseInt(option(words, "-w")));
                break;

            case "-d":
                model.delete(server(option(words, "-r")));
                break;

            default:
                throw new IllegalArgumentException(command);
        }
    }

    private static void assertListing(final List<Entry> newestFirst, final ServiceModel model)
    {
        assertEquals(newestFirst.stream().map(Entry::server).toList(), model.servers());
        newestFirst.forEach(entry ->
        {
            assertEquals(entry.active(), model.connections(entry.server(), TrafficCounters.ACTIVE), entry::toString);
            assertEquals(
                entry.inactive(), model.connections(entry.server(), TrafficCounters.INACTIVE), entry::toString);
        });
    }

    private static int counter(final String variant)
    {
        if (variant.contains("udp-ops"))
        {
            return NO_COUNTER;
        }

        return variant.contains("tcp-closed") || variant.contains("udp") ?
            TrafficCounters.INACTIVE : TrafficCounters.ACTIVE;
    }

    private static Map<String, List<Row>> rows(final String name)
    {
        final Map<String, List<Row>> byVariant = new LinkedHashMap<>();
        for (final String line : lines(name + ".tsv"))
        {
            if (!line.startsWith("#"))
            {
                final String[] fields = line.split("\t", -1);
                final boolean isCommand = "#".equals(fields[3]);
                final String answer = fields[6];
                byVariant.computeIfAbsent(fields[0] + " " + fields[1], variant -> new ArrayList<>()).add(new Row(
                    Integer.parseInt(fields[2]),
                    isCommand,
                    fields[4],
                    isCommand || answer.startsWith("ERR") ? 0 : Integer.parseInt(answer.substring("rs".length()))));
            }
        }

        return byVariant;
    }

    /** The last listing of a variant shows the servers as the kernel has them in its list. */
    private static List<Entry> lastListing(final String name, final String variant)
    {
        List<Entry> listing = null;
        boolean isVariant = false;
        for (final String line : lines(name + "-tables.txt"))
        {
            if (line.startsWith("##"))
            {
                isVariant = line.equals("## " + variant);
            }
            else if (isVariant && (line.startsWith("TCP") || line.startsWith("UDP")))
            {
                listing = new ArrayList<>();
            }
            else if (isVariant && line.startsWith("  -> " + SERVER_PREFIX))
            {
                final String[] fields = line.trim().split("\\s+");
                listing.add(new Entry(
                    server(fields[1]),
                    Integer.parseInt(fields[3]),
                    Integer.parseInt(fields[4]),
                    Integer.parseInt(fields[5])));
            }
        }

        assertNotNull(listing, variant);
        return listing;
    }

    private static String option(final String[] words, final String option)
    {
        return words[List.of(words).indexOf(option) + 1];
    }

    private static int server(final String address)
    {
        return address.charAt(SERVER_PREFIX.length()) - '0';
    }

    private static List<String> lines(final String file)
    {
        try (InputStream in = SchedulerReplayTest.class.getResourceAsStream("/golden/sched/" + file))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(file, ex);
        }
    }
}
