/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.topology.Topologies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Virtual routers that move together: 241 outside (eth0) and 242 inside (eth1) are a sync group, which d1 is preferred
 * by; a script of 242 alone watches a file. Whatever befalls one of them moves both.
 */
class SyncGroupLabTest
{
    private static final List<String> BOTH = List.of("10.0.0.241", "10.0.2.242");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @PairedLabTest
    void shouldMoveBothWhateverBefallsOne(final Pair.Kinds kinds) throws IOException
    {
        try (Pair pair = new Pair(kinds, Topologies.twoDirectorsWithInside()))
        {
            final Path healthy = Files.createFile(pair.directory().resolve("healthy"));
            final Path told = Files.createFile(pair.directory().resolve("told"));
            final Path script = script(pair.directory().resolve("tell.sh"), told);
            pair.first().start(configuration(Conf.HIGH, healthy, script));
            pair.second().start(configuration(Conf.LOW, healthy.resolveSibling("."), Path.of("/bin/true")));
            pair.awaitHolding(pair.first(), BOTH);
            final List<String> expected = new ArrayList<>(List.of("BACKUP", "MASTER"));
            awaitTold(expected, told, pair);

            pair.cut("d1-eth1", true);
            expected.add("FAULT");
            assertMoved(pair, pair.second(), pair.first());
            awaitTold(expected, told, pair);
            pair.cut("d1-eth1", false);
            expected.addAll(List.of("BACKUP", "MASTER"));
            assertMoved(pair, pair.first(), pair.second());
            awaitTold(expected, told, pair);

            Files.delete(healthy);
            expected.add("FAULT");
            assertMoved(pair, pair.second(), pair.first());
            awaitTold(expected, told, pair);
            Files.createFile(healthy);
            expected.addAll(List.of("BACKUP", "MASTER"));
            assertMoved(pair, pair.first(), pair.second());
            awaitTold(expected, told, pair);

            pair.first().stop();
            expected.add("STOP");
            assertMoved(pair, pair.second(), pair.first());
            awaitTold(expected, told, pair);
        }
    }

    private static void assertMoved(final Pair pair, final Router to, final Router from)
    {
        pair.awaitHolding(to, BOTH);
        pair.awaitFree(from, BOTH);
        pair.watch(to, BOTH, true, Duration.ofMillis(500));
    }

    private static void awaitTold(final List<String> expected, final Path told, final Pair pair)
    {
        Await.await(() -> lines(told).size() >= expected.size(), LIMIT, () -> lines(told) + "\n" + pair);
        assertEquals(
            expected.stream().map((state) -> "GROUP G " + state + " 0").toList(), lines(told), pair::toString);
    }

    private static List<String> lines(final Path file)
    {
        try
        {
            return Files.readAllLines(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path script(final Path file, final Path told) throws IOException
    {
        Files.writeString(file, "#!/bin/sh\necho \"$@\" >>" + told + "\n");
        file.toFile().setExecutable(true);
        return file;
    }

    private static String configuration(final int priority, final Path healthy, final Path notify)
    {
        return Conf.globals("") + """
            vrrp_script chk {
                script "/usr/bin/test -e %s"
                interval 1
                fall 1
                rise 1
            }
            vrrp_sync_group G {
                group {
                    VI_241
                    VI_242
                }
                notify %s
            }
            """.formatted(healthy, notify) +
            Conf.instance(241, priority, "10.0.0.241", "") +
            Conf.instanceOn("eth1", 242, priority, "10.0.2.242", """
                track_script {
                    chk
                }
                """);
    }
}
