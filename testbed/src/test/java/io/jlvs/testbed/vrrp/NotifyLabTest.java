/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.LabTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What scripts and a FIFO are told: d1 is keepalived, then jlvs, and the same happens to both. 201 is alone, 202 and
 * 203 are the sync group G. A FIFO has the order; neither program waits for a script before it starts the next one, so
 * of scripts it is compared which ones ran with which arguments, and how often.
 */
class NotifyLabTest
{
    private static final List<String> ADDRESSES = List.of("10.0.0.201", "10.0.0.202", "10.0.0.203");
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String FAST = """
        version 3
        advert_int 0.2
        """;

    @LabTest
    void shouldTellWhatKeepalivedTells() throws IOException
    {
        final Map<String, List<String>> keepalived = told(Pair.Kinds.KEEPALIVED_AND_JLVS);
        final Map<String, List<String>> jlvs = told(Pair.Kinds.JLVS_AND_KEEPALIVED);

        assertEquals(text(keepalived), text(jlvs));
    }

    private static Map<String, List<String>> told(final Pair.Kinds kinds) throws IOException
    {
        try (Pair pair = new Pair(kinds))
        {
            final Path directory = Files.createDirectory(pair.directory().resolve("told"));
            final Path tell = script(directory.resolve("tell.sh"), "echo \"$@\" >>" + directory + "/$3\n");
            final Path own = script(directory.resolve("own.sh"), "echo \"$@\" >>" + directory + "/$1-own\n");
            final Path pipe = directory.resolve("pipe");
            pair.client().exec("mkfifo", pipe.toString()).orThrow();
            pair.client().start("reader", "sh", "-c",
                "while true; do cat " + pipe + " >>" + directory + "/fifo; done");
            final Path number = Files.writeString(directory.resolve("number"), "0\n");
            final String tracked = """
                track_file {
                    number
                }
                """;
            final String globals = Conf.globals("""
                vrrp_notify_fifo %s
                vrrp_notify_priority_changes on
                """.formatted(pipe)) + """
                track_file number {
                    file %s
                    weight 1
                }
                vrrp_sync_group G {
                    group {
                        VI_202
                        VI_203
                    }
                %s}
                """.formatted(number, notices("G", tell, own).indent(4));

            pair.first().start(globals + instances(Conf.HIGH, tracked, tell, own, ADDRESSES));
            pair.awaitHolding(pair.first(), ADDRESSES);
            awaitLine(directory, "fifo", "INSTANCE \"VI_201\" MASTER 200", pair);
            awaitLine(directory, "fifo", "GROUP \"G\" MASTER 0", pair);

            Files.writeString(number, "10\n");
            awaitLine(directory, "fifo", "INSTANCE \"VI_201\" MASTER_PRIORITY 210", pair);
            Files.writeString(number, "0\n");
            awaitLine(directory, "fifo", "INSTANCE \"VI_201\" MASTER_PRIORITY 200", pair);

            pair.deafen(pair.second(), true);
            pair.second().start(Conf.globals("") + instances(Conf.LOW, "", Path.of("/bin/true"), own, List.of(
                "10.0.0.201")).replaceAll("notify.*\n", ""));
            awaitLine(directory, "fifo", "INSTANCE \"VI_201\" MASTER_RX_LOWER_PRI 200", pair);
            awaitLine(directory, "VI_201-own", "VI_201 lower", pair);
            pair.second().stop();

            pair.cutFirst(true);
            pair.awaitFree(pair.first(), ADDRESSES);
            awaitLine(directory, "fifo", "GROUP \"G\" FAULT 0", pair);
            awaitLine(directory, "G-own", "G fault", pair);
            pair.cutFirst(false);
            pair.awaitHolding(pair.first(), ADDRESSES);

            pair.first().reload(globals.replace("VI_203", "") +
                instances(Conf.HIGH, tracked, tell, own, ADDRESSES.subList(0, 2)));
            pair.awaitFree(pair.first(), ADDRESSES.subList(2, 3));
            Await.await(
                () -> pair.first().log().matches("(?s).*(Reloaded|Reload complete).*"), LIMIT, pair::toString);
            pair.watch(pair.first(), ADDRESSES.subList(0, 2), true, Duration.ofSeconds(1));

            pair.first().stop();
            awaitLine(directory, "VI_201-own", "VI_201 stop", pair);
            awaitLine(directory, "G-own", "G stop", pair);

            awaitLine(directory, "fifo", "GROUP \"G\" STOP 0", pair);
            awaitLine(directory, "G", "one GROUP G STOP 0", pair);

            final Map<String, List<String>> told = new LinkedHashMap<>();
            for (final String name : List.of("VI_201", "VI_202", "VI_203", "G"))
            {
                told.put(name + " in the fifo", lines(directory, "fifo").stream()
                    .filter((line) -> line.contains("\"" + name + "\"")).toList());
                told.put(name + ", notify", lines(directory, name).stream().sorted().toList());
                told.put(name + ", scripts of states", lines(directory, name + "-own").stream().sorted().toList());
            }
            return told;
        }
    }

    /** By name: the order of instances that share an event is nobody's promise. */
    private static String text(final Map<String, List<String>> told)
    {
        final StringBuilder text = new StringBuilder();
        told.forEach((name, lines) -> text.append(name).append(":\n").append(String.join("\n", lines).indent(4)));
        return text.toString();
    }

    private static void awaitLine(final Path directory, final String file, final String line, final Pair pair)
    {
        Await.await(
            () -> lines(directory, file).contains(line),
            LIMIT,
            () -> file + " has the line " + line + ": " + lines(directory, file) + "\n" + pair);
    }

    /** Without repetitions: a second master is told with each of its adverts. */
    private static List<String> lines(final Path directory, final String file)
    {
        final List<String> lines = new ArrayList<>();
        try
        {
            if (Files.exists(directory.resolve(file)))
            {
                for (final String line : Files.readAllLines(directory.resolve(file)))
                {
                    if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line))
                    {
                        lines.add(line);
                    }
                }
            }
            return lines;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path script(final Path file, final String lines) throws IOException
    {
        Files.writeString(file, "#!/bin/sh\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static String notices(final String name, final Path tell, final Path own)
    {
        return """
            notify "%2$s one"
            notify_master "%3$s %1$s master"
            notify_backup "%3$s %1$s backup"
            notify_fault "%3$s %1$s fault"
            notify_stop "%3$s %1$s stop"
            """.formatted(name, tell, own);
    }

    private static String instances(
        final int priority, final String lines, final Path tell, final Path own, final List<String> addresses)
    {
        final StringBuilder text = new StringBuilder();
        for (final String address : addresses)
        {
            final int virtualRouterId = Integer.parseInt(address.substring(address.length() - 3));
            final String name = "VI_" + virtualRouterId;
            text.append(Conf.instance(
                virtualRouterId, priority, address, FAST + lines + notices(name, tell, own) +
                    "notify_master_rx_lower_pri \"" + own + " " + name + " lower\"\n"));
        }
        return text.toString();
    }
}
