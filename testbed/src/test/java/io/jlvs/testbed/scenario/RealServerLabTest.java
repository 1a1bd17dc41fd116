/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.CommandResult;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two servers as they were installed, 10.0.0.21 and .22, become real servers of the VIPs 10.0.0.100 and fd00::100 of
 * director 10.0.0.1 by {@code jlvs realserver start}, and are after {@code stop} as they were.
 */
class RealServerLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String DIRECTOR_MAC = "02:00:00:00:00:01";

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegmentUnprepared(2)).withNginx();

    private List<String> before;

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
            -A -t [fd00::100]:80 -s rr
            -a -t [fd00::100]:80 -r [fd00::21]:80 -g
            -a -t [fd00::100]:80 -r [fd00::22]:80 -g
            """);
        before = state();
    }

    @AfterEach
    void shouldBeAsBefore()
    {
        assertState(before);
        assertFalse(Files.exists(record(1)), "no record is left");
    }

    @LabTest
    void shouldMakeServersThatAnswerThroughTheDirectorAndKeepSilentAboutTheVip()
    {
        realServer(1, "start", "10.0.0.100", "fd00::100").orThrow();
        realServer(2, "start", "10.0.0.100", "fd00::100").orThrow();
        try
        {
            LAB.client().exec("ip", "neigh", "flush", "dev", "eth0").orThrow();

            assertEquals(List.of("rs2", "rs1", "rs2", "rs1"), Curl.on(LAB.client()).get("http://10.0.0.100/", 4));
            assertEquals(List.of("rs2", "rs1", "rs2", "rs1"), Curl.on(LAB.client()).get("http://[fd00::100]/", 4));
            for (final String vip : List.of("10.0.0.100", "fd00::100"))
            {
                final String neighbour = LAB.client().exec("ip", "neigh", "show", vip).orThrow().out();
                assertTrue(neighbour.contains(DIRECTOR_MAC), neighbour);
            }
        }
        finally
        {
            realServer(1, "stop", "10.0.0.100", "fd00::100").orThrow();
            realServer(2, "stop", "10.0.0.100", "fd00::100").orThrow();
        }
    }

    @LabTest
    void shouldUndoExactlyWhatItDidThoughBothRanTwice()
    {
        final String first = realServer(1, "start", "10.0.0.100", "fd00::100").orThrow().out();
        final List<String> started = state();

        assertEquals("nothing to do\n", realServer(1, "start", "10.0.0.100", "fd00::100").orThrow().out());
        assertState(started);
        assertTrue(first.contains("ip addr replace 10.0.0.100/32 dev lo"), first);
        realServer(1, "stop", "10.0.0.100", "fd00::100").orThrow();
        assertState(before);
        assertEquals("nothing to do\n", realServer(1, "stop", "10.0.0.100", "fd00::100").orThrow().out());
    }

    @LabTest
    void shouldLeaveWhatWasThereBefore()
    {
        final Host server = LAB.server(1);
        server.exec("ip", "addr", "add", "10.0.0.100/32", "dev", "lo").orThrow();
        server.exec("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=2", "net.ipv4.conf.all.arp_announce=1").orThrow();
        final List<String> prepared = state();
        try
        {
            realServer(1, "start", "10.0.0.100", "10.0.0.101").orThrow();
            assertNotEquals(prepared, state());
            final String notes = realServer(1, "stop", "10.0.0.100", "10.0.0.101").orThrow().out();

            assertState(prepared);
            assertTrue(notes.contains("10.0.0.100 on lo was there before"), notes);
        }
        finally
        {
            server.exec("ip", "addr", "del", "10.0.0.100/32", "dev", "lo").orThrow();
            server.exec("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=0", "net.ipv4.conf.all.arp_announce=0")
                .orThrow();
        }
    }

    @LabTest
    void shouldKeepTheSettingsUntilTheLastAddressGoes()
    {
        realServer(1, "start", "10.0.0.100").orThrow();
        realServer(1, "start", "10.0.0.101").orThrow();

        realServer(1, "stop", "10.0.0.100").orThrow();

        assertEquals("1\n", LAB.server(1).exec("sysctl", "-n", "net.ipv4.conf.all.arp_ignore").orThrow().out());
        final String addresses = LAB.server(1).exec("ip", "addr", "show", "dev", "lo").orThrow().out();
        assertFalse(addresses.contains("10.0.0.100"), addresses);
        assertTrue(addresses.contains("10.0.0.101"), addresses);
        realServer(1, "stop", "10.0.0.101").orThrow();
    }

    @LabTest
    void shouldSetUpAnewWhenTheRecordOutlivedTheSettings() throws Exception
    {
        realServer(1, "start", "10.0.0.100").orThrow();
        final List<String> started = state();
        final String record = Files.readString(record(1));
        realServer(1, "stop", "10.0.0.100").orThrow();
        Files.writeString(record(1), record);

        realServer(1, "start", "10.0.0.100").orThrow();
        assertState(started);
        realServer(1, "stop", "10.0.0.100").orThrow();
        Files.writeString(record(1), record);

        assertEquals("nothing to do\n", realServer(1, "stop", "10.0.0.100").orThrow().out());
    }

    @LabTest
    void shouldPrintScriptsThatDoTheSame()
    {
        realServer(1, "start", "10.0.0.100", "fd00::100").orThrow();
        final List<String> started = state();
        realServer(1, "stop", "10.0.0.100", "fd00::100").orThrow();
        final String start = realServer(1, "start", "--print", "10.0.0.100", "fd00::100").orThrow().out();
        final String stop = realServer(1, "stop", "--print", "10.0.0.100", "fd00::100").orThrow().out();
        assertState(before);

        LAB.server(1).exec(LIMIT, start, List.of("sh")).orThrow();
        LAB.server(1).exec(LIMIT, start, List.of("sh")).orThrow();
        assertState(started);

        LAB.server(1).exec(LIMIT, stop, List.of("sh")).orThrow();
        assertState(before);
    }

    @LabTest
    void shouldPrintTheUndoingOfAStartedServer()
    {
        LAB.server(1).exec("sysctl", "-qw", "net.ipv4.conf.all.arp_announce=1").orThrow();
        final List<String> prepared = state();
        try
        {
            realServer(1, "start", "10.0.0.100").orThrow();

            final String stop = realServer(1, "stop", "--print", "10.0.0.100").orThrow().out();
            LAB.server(1).exec(LIMIT, stop, List.of("sh")).orThrow();

            assertState(prepared);
            realServer(1, "stop", "10.0.0.100").orThrow();
        }
        finally
        {
            LAB.server(1).exec("sysctl", "-qw", "net.ipv4.conf.all.arp_announce=0").orThrow();
        }
    }

    @LabTest
    void shouldHoldTheAddressOnATunnelOrSayThatTheKernelOpensNone()
    {
        final CommandResult result = realServer(1, "start", "--tun", "10.0.0.100");

        if (0 == result.exit())
        {
            final String addresses = LAB.server(1).exec("ip", "addr", "show", "dev", "tunl0").orThrow().out();
            assertTrue(addresses.contains("10.0.0.100/32"), addresses);
            realServer(1, "stop", "10.0.0.100").orThrow();
        }
        else
        {
            assertEquals(1, result.exit(), result::toString);
            assertTrue(result.err().contains("no interface tunl0 and 'modprobe ipip'"), result::toString);
            assertTrue(result.err().contains("--interface"), result::toString);
        }
        final String script = realServer(1, "start", "--tun", "--print", "10.0.0.100").orThrow().out();
        assertTrue(script.contains("modprobe ipip\nip link set tunl0 up\n"), script);
    }

    @LabTest
    void shouldLoosenReversePathFilteringOfATunnelInterfaceThatIsNamed()
    {
        final Host server = LAB.server(1);
        server.exec("ip", "link", "add", "gre9", "type", "bridge").orThrow();
        server.exec("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1", "net.ipv4.conf.gre9.rp_filter=1").orThrow();
        final List<String> prepared = state();
        try
        {
            realServer(1, "start", "--tun", "--interface", "gre9", "10.0.0.100").orThrow();
            assertEquals("2\n", server.exec("sysctl", "-n", "net.ipv4.conf.gre9.rp_filter").orThrow().out());
            assertEquals("1\n", server.exec("sysctl", "-n", "net.ipv4.conf.all.rp_filter").orThrow().out());
            final String link = server.exec("ip", "link", "show", "dev", "gre9").orThrow().out();
            assertTrue(link.contains("UP"), link);
            realServer(1, "stop", "10.0.0.100").orThrow();

            assertEquals(settings(prepared), settings(state()));
            final String addresses = server.exec("ip", "-br", "addr", "show", "dev", "gre9").orThrow().out();
            assertTrue(addresses.matches("gre9 +DOWN *\\n"), addresses);
        }
        finally
        {
            server.exec("ip", "link", "del", "gre9").orThrow();
            server.exec("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0").orThrow();
        }
    }

    @LabTest
    void shouldRefuseWhatCannotBeDoneAndSayWhatToDo()
    {
        assertRefused(2, "'10.0.0' is no IP address", "start", "10.0.0");
        assertRefused(2, "127.0.0.1 cannot be a virtual address", "start", "127.0.0.1");
        assertRefused(1, "no interface lo9 on this host: 'ip link'", "start", "--interface", "lo9", "10.0.0.100");
        assertRefused(2, "Missing required parameter: 'VIP'", "start");
    }

    @LabTest
    void shouldSayThatItNeedsRootAndPrintWithout()
    {
        final List<String> nobody = new ArrayList<>(List.of(
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all"));
        nobody.addAll(command(1, "start", "10.0.0.100"));
        final CommandResult refused = LAB.server(1).exec(LIMIT, nobody);
        nobody.add("--print");
        final CommandResult printed = LAB.server(1).exec(LIMIT, nobody);

        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(refused.err().contains("root"), refused::toString);
        assertTrue(printed.orThrow().out().startsWith("#!/bin/sh\n"), printed::toString);
    }

    private void assertRefused(final int exit, final String text, final String... arguments)
    {
        final CommandResult result = realServer(1, arguments);

        assertEquals(exit, result.exit(), result::toString);
        assertTrue(result.err().contains(text), result::toString);
        assertState(before);
    }

    private static CommandResult realServer(final int number, final String... arguments)
    {
        return LAB.server(number).exec(LIMIT, command(number, arguments));
    }

    private static List<String> command(final int number, final String... arguments)
    {
        final List<String> command = Jlvs.on(LAB.server(number)).command("realserver");
        command.addAll(Arrays.asList(arguments));
        command.addAll(2 > arguments.length ? List.of() : List.of("--record", record(number).toString()));
        return command;
    }

    /** Servers of a lab share the file system. */
    private static Path record(final int number)
    {
        return LAB.lab().directory().resolve("record-rs" + number);
    }

    /** Everything that a real server has of addresses and settings, a line each. */
    private static List<String> state()
    {
        final String state = LAB.server(1).exec("ip", "-j", "-p", "addr").orThrow().out() +
            LAB.server(1).exec("sysctl", "-a", "--pattern", "^net\\.ipv[46]\\.conf\\.").orThrow().out();
        return state.lines().toList();
    }

    private static void assertState(final List<String> expected)
    {
        final List<String> actual = state();
        final List<String> missing = new ArrayList<>(expected);
        final List<String> added = new ArrayList<>(actual);
        actual.forEach(missing::remove);
        expected.forEach(added::remove);

        assertEquals("", (missing.isEmpty() ? "" : "missing " + missing) + (added.isEmpty() ? "" : "added " + added));
        assertEquals(expected, actual);
    }

    private static List<String> settings(final List<String> state)
    {
        return state.stream().filter((line) -> line.startsWith("net.")).toList();
    }
}
