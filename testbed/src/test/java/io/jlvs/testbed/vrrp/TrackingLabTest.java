/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What d1 watches, each thing with a virtual router of its own: as long as all is well d1 holds its address, else d2.
 * d2 watches nothing.
 */
class TrackingLabTest
{
    private static final String FAST = """
        version 3
        advert_int 0.2
        """;
    private static final List<String> ALL = List.of(
        "10.0.0.201", "10.0.0.202", "10.0.0.203", "10.0.0.204", "10.0.2.205", "10.0.2.206");

    @BothWaysLabTest
    void shouldFollowInterfacesFilesAndScripts(final Pair.Kinds kinds) throws IOException
    {
        try (Pair pair = new Pair(kinds, Topologies.twoDirectorsWithInside()))
        {
            final Host d1 = pair.first().jlvs().host();
            addInterface(d1, "own0");
            final Path number = pair.directory().resolve("number");
            final Path hang = pair.directory().resolve("hang");
            final Path user = Files.createDirectory(pair.directory().resolve("user"));
            Files.setPosixFilePermissions(user, PosixFilePermissions.fromString("rwxrwxrwx"));
            final Path script = script(pair.directory().resolve("check.sh"), """
                id -un >%s/name
                [ ! -e %s ] || exec sleep 30
                """.formatted(user, hang));
            pair.first().start(watching(number, script));
            pair.second().start(Conf.globals("") + routers(Conf.LOW, "", "", "", ""));
            pair.awaitHolding(pair.first(), ALL);
            pair.awaitFree(pair.second(), ALL);
            assertEquals("nobody", Files.readString(user.resolve("name")).strip());

            d1.exec("ip", "link", "set", "own0", "down").orThrow();
            assertMoved(pair, pair.first(), pair.second(), List.of("10.0.0.201", "10.0.0.202"));
            Files.writeString(number, "-60\n");
            assertMoved(pair, pair.first(), pair.second(), List.of("10.0.0.203"));
            Files.createFile(hang);
            assertMoved(pair, pair.first(), pair.second(), List.of("10.0.0.204"));
            pair.cut("d1-eth1", true);
            pair.awaitFree(pair.first(), List.of("10.0.2.205"));
            pair.awaitHolding(pair.second(), List.of("10.0.2.205", "10.0.2.206"));
            pair.watch(pair.first(), List.of("10.0.2.206"), true, Duration.ofSeconds(1));

            d1.exec("ip", "link", "set", "own0", "up").orThrow();
            Files.delete(number);
            Files.delete(hang);
            pair.cut("d1-eth1", false);
            assertMoved(pair, pair.second(), pair.first(), ALL);
        }
    }

    /** A script with init_fail has failed until it has succeeded. */
    @BothWaysLabTest
    void shouldComeWithItsInterfaceAndWithTheFirstSuccess(final Pair.Kinds kinds) throws IOException
    {
        try (Pair pair = new Pair(kinds))
        {
            final Host d1 = pair.first().jlvs().host();
            final Path healthy = pair.directory().resolve("healthy");
            pair.first().start(Conf.globals("dynamic_interfaces") + """
                vrrp_script chk {
                    script "/usr/bin/test -e %s"
                    interval 1
                    init_fail
                }
                """.formatted(healthy) +
                Conf.instance(207, Conf.HIGH, "10.0.0.207", FAST + """
                    track_script {
                        chk
                    }
                    """) +
                Conf.instanceOn("dyn0", 208, Conf.HIGH, "10.0.4.208", FAST));
            pair.second().start(Conf.globals("") + Conf.instance(207, Conf.LOW, "10.0.0.207", FAST));
            pair.awaitHolding(pair.second(), List.of("10.0.0.207"));
            assertEquals(0, pair.addresses(pair.first()).changes("10.0.0.207").size(), pair::toString);

            Files.createFile(healthy);
            assertMoved(pair, pair.second(), pair.first(), List.of("10.0.0.207"));
            for (int i = 0; i < 2; i++)
            {
                addInterface(d1, "dyn0");
                d1.exec("ip", "addr", "add", "10.0.4.1/24", "dev", "dyn0").orThrow();
                pair.awaitHolding(pair.first(), List.of("10.0.4.208"));
                d1.exec("ip", "link", "del", "dyn0").orThrow();
                pair.awaitFree(pair.first(), List.of("10.0.4.208"));
            }
            pair.watch(pair.first(), List.of("10.0.0.207"), true, Duration.ofMillis(500));
        }
    }

    /** keepalived sees no processes from within a namespace, so jlvs alone. */
    @WaitingLabTest
    void shouldGiveWayWhenAProcessDies() throws IOException
    {
        try (Pair pair = new Pair(Pair.Kinds.JLVS_AND_KEEPALIVED))
        {
            final List<String> address = List.of("10.0.0.209");
            final String name = "w" + ProcessHandle.current().pid();
            final Path program = Files.copy(Path.of("/bin/sleep"), pair.directory().resolve(name));
            RunningProcess watched = pair.client().start("watched", program.toString(), "1000");
            pair.first().start(Conf.globals("") + """
                vrrp_track_process watched {
                    process %s
                }
                """.formatted(name) +
                Conf.instance(209, Conf.HIGH, "10.0.0.209", FAST + """
                    track_process {
                        watched
                    }
                    """));
            pair.second().start(Conf.globals("") + Conf.instance(209, Conf.LOW, "10.0.0.209", FAST));
            pair.awaitHolding(pair.first(), address);

            final Instant kill = Instant.now();
            watched.signal("KILL");
            pair.awaitFree(pair.first(), address);
            final Duration took = Duration.between(
                kill, pair.addresses(pair.first()).last("10.0.0.209").orElseThrow().time());
            System.out.println("a process died; the address was off after " + took.toMillis() + " ms");
            assertTrue(took.compareTo(Duration.ofMillis(1200)) < 0, pair::toString);
            pair.awaitHolding(pair.second(), address);

            watched = pair.client().start("watched", program.toString(), "1000");
            assertMoved(pair, pair.second(), pair.first(), address);
        }
    }

    private static void assertMoved(
        final Pair pair, final Router from, final Router to, final List<String> addresses)
    {
        pair.awaitHolding(to, addresses);
        pair.awaitFree(from, addresses);
    }

    /** With a cable to nowhere. */
    private static void addInterface(final Host host, final String name)
    {
        host.exec("ip", "link", "add", name, "type", "veth", "peer", "name", name + "-far").orThrow();
        host.exec("ip", "link", "set", name, "up").orThrow();
        host.exec("ip", "link", "set", name + "-far", "up").orThrow();
    }

    private static Path script(final Path file, final String lines) throws IOException
    {
        Files.writeString(file, "#!/bin/sh\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static String watching(final Path number, final Path script)
    {
        return Conf.globals("") + """
            track_file number {
                file %s
                weight 1
            }
            vrrp_script chk {
                script %s
                user nobody
                interval 1
                timeout 1
                weight -60
            }
            """.formatted(number, script) +
            routers(Conf.HIGH, """
                track_interface {
                    own0 weight -60
                }
                """, """
                track_interface {
                    own0
                }
                """, """
                track_file {
                    number
                }
                """, """
                track_script {
                    chk
                }
                """);
    }

    /** 205 and 206 are inside; 206 does not care for its own interface. */
    private static String routers(
        final int priority, final String weight, final String fault, final String file, final String script)
    {
        return Conf.instance(201, priority, "10.0.0.201", FAST + weight) +
            Conf.instance(202, priority, "10.0.0.202", FAST + fault) +
            Conf.instance(203, priority, "10.0.0.203", FAST + file) +
            Conf.instance(204, priority, "10.0.0.204", FAST + script) +
            Conf.instanceOn("eth1", 205, priority, "10.0.2.205", FAST) +
            Conf.instanceOn("eth1", 206, priority, "10.0.2.206 no_track", FAST + "dont_track_primary");
    }
}
