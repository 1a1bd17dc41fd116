/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static io.jlvs.bpf.GuardLab.VIP;
import static io.jlvs.bpf.GuardLab.VIP6;
import static io.jlvs.bpf.GuardLab.VIP_BY_D1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.namednumber.EtherType;

/**
 * The guard over a real kernel that owns the VIPs and would answer for them. See {@link GuardLab} for the topology.
 */
@Tag("lab")
class TcGuardLabTest
{
    private static final String TCX = "tcx";
    private static final String CLSACT = "clsact";
    private static final int PORT = 80;
    private static final int OTHER_PORT = 81;
    private static final int LISTENING_PORT = 8081;

    private static GuardLab lab;
    private static LabProcess client;
    private static LabProcess bystander;

    @TempDir
    private Path directory;

    private final List<LabProcess> directors = new ArrayList<>();

    @BeforeAll
    static void buildLab()
    {
        lab = new GuardLab();
        client = new LabProcess(lab.client());
        bystander = new LabProcess(lab.director());
        assertOk(bystander, "listen " + LISTENING_PORT);
    }

    @AfterAll
    static void removeLab()
    {
        for (final LabProcess process : new LabProcess[]{client, bystander})
        {
            if (process != null)
            {
                process.kill();
            }
        }

        if (lab != null)
        {
            lab.close();
        }
    }

    @AfterEach
    void removeGuards()
    {
        for (final LabProcess director : directors)
        {
            director.kill();
        }

        // A director with the directory of one that died, and nothing attached, sweeps on close.
        if (guards(TCX, "d0") + guards(CLSACT, "d0") + guards(TCX, "d1") + guards(CLSACT, "d1") > 0)
        {
            for (final String name : new String[]{"a", "b"})
            {
                try (LabProcess sweeper = director(TCX, name))
                {
                    assertOk(sweeper, "close");
                }
            }
        }

        assertUntouched("d0");
        assertUntouched("d1");
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldKeepKernelFromAnsweringForServices(final String mode)
    {
        assertEquals("refused", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("refused", client.ask("tcp " + VIP6 + " " + PORT));
        assertEquals("refused", client.ask("udp " + VIP + " " + PORT + " 10"));
        assertEquals("refused", client.ask("udp " + VIP6 + " " + PORT + " 10"));

        final LabProcess director = director(mode, "a");
        attach(director, "d0");
        addAll(director);

        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("silent", client.ask("tcp " + VIP6 + " " + PORT));
        assertEquals("silent", client.ask("udp " + VIP + " " + PORT + " 10"));
        assertEquals("silent", client.ask("udp " + VIP6 + " " + PORT + " 10"));
        assertTrue(Integer.parseInt(director.ask("drops")) >= 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldLeaveAllElseToKernel(final String mode)
    {
        final LabProcess director = director(mode, "a");
        attach(director, "d0");
        addAll(director);

        assertEquals("answered", client.ask("ping " + VIP));
        assertEquals("answered", client.ask("ping " + VIP6));
        assertEquals("connected", client.ask("tcp " + VIP + " " + LISTENING_PORT));
        assertEquals("connected", client.ask("tcp " + VIP6 + " " + LISTENING_PORT));
        assertEquals("refused", client.ask("tcp " + VIP + " " + OTHER_PORT));
        assertEquals("refused", client.ask("udp " + VIP + " " + OTHER_PORT + " 10"));
        assertEquals("refused", client.ask("tcp 192.0.2.1 " + PORT));
        assertEquals("refused", client.ask("tcp " + VIP_BY_D1 + " " + PORT));
        assertEquals("0", director.ask("drops"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldLetTapSeeWhatKernelDoesNot(final String mode)
    {
        final LabProcess director = director(mode, "a");
        attach(director, "d0");
        addAll(director);
        final LabProcess tap = tap();

        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("refused", client.ask("tcp " + VIP + " " + OTHER_PORT));

        // The refusal of the other port came last, so by then the tap has seen all that went before.
        await(
            () -> !framesBetween(frames(tap), hex(VIP), hex("192.0.2.9"), -1, OTHER_PORT).isEmpty(),
            "the refusal of the other port");
        final List<String> frames = frames(tap);
        assertFalse(framesBetween(frames, hex("192.0.2.9"), hex(VIP), PORT, -1).isEmpty(), frames::toString);
        assertEquals(List.of(), framesBetween(frames, hex(VIP), hex("192.0.2.9"), -1, PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldForgetServices(final String mode)
    {
        final LabProcess director = director(mode, "a");
        attach(director, "d0");
        addAll(director);
        addAll(director);

        assertOk(director, "remove tcp " + VIP + " " + PORT);
        assertOk(director, "remove tcp " + VIP + " " + PORT);
        assertEquals("refused", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("silent", client.ask("udp " + VIP + " " + PORT + " 10"));

        assertOk(director, "clear");
        assertEquals("refused", client.ask("udp " + VIP + " " + PORT + " 10"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldStayWhenDirectorIsKilledAndBeTakenOverWithoutGap(final String mode)
    {
        final LabProcess killed = director(mode, "a");
        attach(killed, "d0");
        addAll(killed);
        assertOk(client, "hammer " + VIP + " " + PORT);

        killed.kill();
        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        final LabProcess restarted = director(mode, "a");
        attach(restarted, "d0");
        attach(restarted, "d0");
        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("silent", client.ask("tcp " + VIP6 + " " + PORT));

        assertEquals("sent some, refused 0", client.ask("hammered"));
        assertEquals(1, guards(mode, "d0"));
        assertNotEquals("0", restarted.ask("drops"));
        assertOk(restarted, "close");
        assertUntouched("d0");
        assertEquals("refused", client.ask("tcp " + VIP + " " + PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldTakeOverWhatOtherAttachPointLeft(final String mode)
    {
        final String otherMode = mode.equals(TCX) ? CLSACT : TCX;
        final LabProcess killed = director(otherMode, "a");
        attach(killed, "d0");
        addAll(killed);
        killed.kill();
        assertOk(client, "hammer " + VIP + " " + PORT);

        final LabProcess restarted = director(mode, "a");
        attach(restarted, "d0");

        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("sent some, refused 0", client.ask("hammered"));
        assertEquals(1, guards(mode, "d0"));
        assertEquals(0, guards(otherMode, "d0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldShareServicesOverInterfacesAndUniteThemAfterRestart(final String mode)
    {
        final LabProcess first = director(mode, "a");
        attach(first, "d0");
        assertOk(first, "add tcp " + VIP + " " + PORT);
        first.kill();
        final LabProcess second = director(mode, "a");
        attach(second, "d1");
        assertOk(second, "add tcp " + VIP_BY_D1 + " " + PORT);
        second.kill();

        final LabProcess third = director(mode, "a");
        attach(third, "d0");
        attach(third, "d1");

        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("silent", client.ask("tcp " + VIP_BY_D1 + " " + PORT));
        assertOk(third, "clear");
        assertEquals("refused", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("refused", client.ask("tcp " + VIP_BY_D1 + " " + PORT));
        assertOk(third, "close");
        assertUntouched("d0");
        assertUntouched("d1");
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldRemoveGuardFromInterfaceThatIsNoLongerGuarded(final String mode)
    {
        final LabProcess killed = director(mode, "a");
        attach(killed, "d0");
        attach(killed, "d1");
        assertOk(killed, "add tcp " + VIP_BY_D1 + " " + PORT);
        killed.kill();

        final LabProcess restarted = director(mode, "a");
        assertOk(restarted, "clear");
        assertEquals("silent", client.ask("tcp " + VIP_BY_D1 + " " + PORT));
        attach(restarted, "d0");
        assertOk(restarted, "clear");

        assertEquals("refused", client.ask("tcp " + VIP_BY_D1 + " " + PORT));
        assertUntouched("d1");
        assertEquals(1, guards(mode, "d0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldLeaveLivingDirectorOfOtherDirectoryAlone(final String mode)
    {
        final LabProcess a = director(mode, "a");
        attach(a, "d0");
        assertOk(a, "add tcp " + VIP + " " + PORT);
        final LabProcess b = director(mode, "b");
        attach(b, "d0");
        attach(b, "d1");
        assertOk(b, "add tcp " + VIP + " " + OTHER_PORT);
        assertOk(b, "clear");
        assertOk(b, "add tcp " + VIP_BY_D1 + " " + PORT);

        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
        assertOk(a, "close");
        assertEquals("refused", client.ask("tcp " + VIP + " " + PORT));
        assertEquals("silent", client.ask("tcp " + VIP_BY_D1 + " " + PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldRemoveGuardOfDeadDirectorOfOtherDirectory(final String mode)
    {
        final LabProcess a = director(mode, "a");
        attach(a, "d0");
        assertOk(a, "add tcp " + VIP + " " + PORT);
        a.kill();

        final LabProcess b = director(mode, "b");
        attach(b, "d0");

        assertEquals("refused", client.ask("tcp " + VIP + " " + PORT));
        assertEquals(1, guards(mode, "d0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldLeaveOtherNamespaceAlone(final String mode)
    {
        final LabProcess here = director(mode, "a");
        attach(here, "d0");
        assertOk(here, "add tcp " + VIP + " " + PORT);

        try (LabProcess there = new LabProcess(lab.client(), "-Djlvs.guard=" + mode))
        {
            assertTrue(there.ask("open " + directory.resolve("a")).startsWith(mode));
            assertOk(there, "attach " + lab.index(lab.client(), "c0"));
            assertOk(there, "clear");
            assertOk(there, "close");
        }

        assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldDropTaggedPacketsWhoseTagTheKernelTookOutOfTheFrame(final String mode)
    {
        final LabProcess director = director(mode, "a");
        attach(director, "d0");
        addAll(director);
        final int index = lab.index(lab.client(), "c0");
        final EtherType tag = EtherType.DOT1Q_VLAN_TAGGED_FRAMES;

        assertOk(client, "send " + index + " " + GuardLab.toD0(Frames.tagged(Frames.tcp(VIP, OTHER_PORT), tag)));
        assertOk(client, "send " + index + " " + GuardLab.toD0(Frames.tagged(Frames.tcp(VIP, PORT), tag)));
        assertOk(client, "send " + index + " " + GuardLab.toD0(Frames.tagged(Frames.udp(VIP, PORT), tag, tag)));

        assertEquals("refused", client.ask("tcp " + VIP + " " + OTHER_PORT));
        assertEquals("2", director.ask("drops"));
    }

    @ParameterizedTest
    @ValueSource(strings = {VIP, VIP6})
    void shouldReadHeadersThatLieInPageFragments(final String vip)
    {
        final LabProcess director = director(TCX, "a");
        attach(director, "d0");
        addAll(director);
        setMtu(9000);
        try
        {
            // Of frames beyond a page, an AF_PACKET sender leaves only the Ethernet header in the linear part.
            for (final int port : new int[]{OTHER_PORT, PORT})
            {
                final String frame = GuardLab.toD0(Frames.udp(vip, port, 5000));
                assertOk(client, "send " + lab.index(lab.client(), "c0") + " " + frame);
            }

            assertEquals("refused", client.ask("tcp " + VIP + " " + OTHER_PORT));
            assertEquals("1", director.ask("drops"));
        }
        finally
        {
            setMtu(1500);
        }
    }

    @Test
    void shouldKeepKernelSilentAboutFragmentsOfServices()
    {
        final LabProcess director = director(TCX, "a");
        attach(director, "d0");
        addAll(director);
        final LabProcess tap = tap();
        final long timeouts = lab.counter("Ip", "ReasmTimeout");
        final long timeouts6 = lab.counter("Ip6", "ReasmTimeout");

        assertEquals("silent", client.ask("udp " + VIP + " " + PORT + " 4000"));
        assertEquals("silent", client.ask("udp " + VIP6 + " " + PORT + " 4000"));
        await(() -> lab.counter("Ip", "ReasmTimeout") > timeouts &&
            lab.counter("Ip6", "ReasmTimeout") > timeouts6, "the kernel to give up the fragments");
        assertEquals(List.of(), icmpErrors(frames(tap)));

        // The tap would have shown one: here the first fragment reaches the kernel.
        final byte[] fragment = Frames.udpFragment(VIP, OTHER_PORT, true);
        assertOk(client, "send " + lab.index(lab.client(), "c0") + " " + GuardLab.toD0(fragment));
        await(() -> !icmpErrors(frames(tap)).isEmpty(), "time exceeded for the lone first fragment");
        assertEquals(1, icmpErrors(frames(tap)).size());
    }

    @Test
    void shouldLeaveQdiscAndFiltersOfOperatorAlone() throws IOException
    {
        lab.inDirector("tc qdisc add dev d0 clsact");
        try
        {
            final LabProcess a = director(CLSACT, "a");
            attach(a, "d0");
            assertOk(a, "add tcp " + VIP + " " + PORT);
            assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
            assertOk(a, "close");
            assertTrue(lab.inDirector("tc qdisc show dev d0").contains("clsact"));

            lab.inDirector(foreignFilter("ingress"));
            final LabProcess b = director(CLSACT, "a");
            attach(b, "d0");
            assertOk(b, "add tcp " + VIP + " " + PORT);
            assertEquals("silent", client.ask("tcp " + VIP + " " + PORT));
            assertOk(b, "close");
            assertTrue(lab.inDirector("tc filter show dev d0 ingress").contains("pref 7 "));
        }
        finally
        {
            lab.inDirector("tc qdisc del dev d0 clsact");
        }
    }

    @Test
    void shouldKeepQdiscThatSomebodyElseUsesSince() throws IOException
    {
        final LabProcess director = director(CLSACT, "a");
        attach(director, "d0");
        lab.inDirector(foreignFilter("egress"));

        assertOk(director, "close");

        assertTrue(lab.inDirector("tc filter show dev d0 egress").contains("pref 7 "));
        assertEquals(0, guards(CLSACT, "d0"));
        lab.inDirector("tc qdisc del dev d0 clsact");
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldSayWhichInterfaceDoesNotExist(final String mode)
    {
        final LabProcess director = director(mode, "a");

        final String answer = director.ask("attach 99999");

        assertTrue(answer.contains("interface 99999") && answer.contains("No such device (errno 19)"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {TCX, CLSACT})
    void shouldCloseWhenInterfaceHasGone(final String mode)
    {
        GuardLab.run("ip -n " + lab.director() + " link add d7 type veth peer name e7");
        final LabProcess director = director(mode, "a");
        attach(director, "d0");
        attach(director, "d7");
        GuardLab.run("ip -n " + lab.director() + " link del d7");

        assertOk(director, "close");
        assertOk(director, "close");

        assertUntouched("d0");
    }

    @Test
    void shouldSayRemedyWithoutRights()
    {
        final String jvm = System.getProperty("java.home") + "/bin/java";
        final String classPath = System.getProperty("java.class.path");
        assertFalse(jvm.contains(" ") || classPath.contains(" "), classPath);

        final String output = GuardLab.run("setpriv --bounding-set=-bpf,-sys_admin,-net_admin --inh-caps=-all " +
            jvm + " -Djnr.ffi.x86asm.enabled=false -cp " + classPath + " " + NoRights.class.getName());

        assertTrue(output.contains("run as root (CAP_BPF and CAP_NET_ADMIN)"), output);
    }

    /** Opens a guard and prints why it cannot. */
    static final class NoRights
    {
        private NoRights()
        {
        }

        public static void main(final String[] args)
        {
            try
            {
                new TcGuardSupplier().open(Path.of("/nowhere")).close();
                System.out.println("opened");
            }
            catch (final IllegalStateException ex)
            {
                System.out.println(ex.getMessage());
            }
        }
    }

    private LabProcess director(final String mode, final String name)
    {
        final LabProcess director = new LabProcess(lab.director(), "-Djlvs.guard=" + mode);
        directors.add(director);
        assertEquals(mode + " ingress (survives the director)", director.ask("open " + directory.resolve(name)));

        return director;
    }

    private static void setMtu(final int mtu)
    {
        GuardLab.run("ip -n " + lab.director() + " link set d0 mtu " + mtu);
        GuardLab.run("ip -n " + lab.client() + " link set c0 mtu " + mtu);
    }

    private LabProcess tap()
    {
        final LabProcess tap = new LabProcess(lab.director());
        directors.add(tap);
        assertOk(tap, "tap " + lab.index(lab.director(), "d0"));

        return tap;
    }

    private static List<String> frames(final LabProcess tap)
    {
        return List.of(tap.ask("frames").split(" "));
    }

    /** TCP and UDP in IPv4 without options from one address to another, ports -1 for any. */
    private static List<String> framesBetween(
        final List<String> frames,
        final String source,
        final String destination,
        final int destinationPort,
        final int sourcePort)
    {
        return frames.stream()
            .filter((final String frame) -> frame.length() >= 76 && frame.startsWith("080045", 24))
            .filter((final String frame) -> frame.startsWith(source + destination, 52))
            .filter((final String frame) -> sourcePort < 0 || frame.startsWith(hex(sourcePort), 68))
            .filter((final String frame) -> destinationPort < 0 || frame.startsWith(hex(destinationPort), 72))
            .toList();
    }

    /** ICMP time exceeded and unreachable (types 11, 3), ICMPv6 likewise (3, 1, 4) from the director. */
    private static List<String> icmpErrors(final List<String> frames)
    {
        return frames.stream()
            .filter((final String frame) -> frame.startsWith(GuardLab.MAC_D0, 12))
            .filter((final String frame) ->
                frame.startsWith("0800", 24) && frame.startsWith("01", 46) && isOneOf(frame, 68, "0b", "03") ||
                frame.startsWith("86dd", 24) && frame.startsWith("3a", 40) && isOneOf(frame, 108, "01", "03", "04"))
            .toList();
    }

    private static boolean isOneOf(final String frame, final int offset, final String... values)
    {
        return Arrays.stream(values).anyMatch((final String value) -> frame.startsWith(value, offset));
    }

    private static String hex(final String ipv4)
    {
        final StringBuilder text = new StringBuilder();
        for (final String part : ipv4.split("\\."))
        {
            text.append(String.format("%02x", Integer.parseInt(part)));
        }

        return text.toString();
    }

    private static String hex(final int port)
    {
        return String.format("%04x", port);
    }

    private static void attach(final LabProcess director, final String interfaceName)
    {
        assertOk(director, "attach " + lab.index(lab.director(), interfaceName));
    }

    private static void addAll(final LabProcess director)
    {
        for (final String protocol : new String[]{"tcp", "udp"})
        {
            for (final String address : new String[]{VIP, VIP6})
            {
                assertOk(director, "add " + protocol + " " + address + " " + PORT);
            }
        }
    }

    /** A command that adds a filter which matches nothing: classic BPF, "return 0". */
    private String foreignFilter(final String side) throws IOException
    {
        final Path bytecode = Files.writeString(directory.resolve("return0"), "1,6 0 0 0,");

        return "tc filter add dev d0 " + side + " prio 7 protocol all bpf bytecode-file " + bytecode;
    }

    private static int guards(final String mode, final String interfaceName)
    {
        return mode.equals(TCX) ?
            Integer.parseInt(bystander.ask("tcx " + lab.index(lab.director(), interfaceName))) :
            (int)lab.inDirector("tc filter show dev " + interfaceName + " ingress").lines()
                .filter((final String line) -> line.contains("jlvs_guard"))
                .count();
    }

    private static void assertUntouched(final String interfaceName)
    {
        assertEquals(0, guards(TCX, interfaceName));
        assertEquals("", lab.inDirector("tc filter show dev " + interfaceName + " ingress"));
        final String qdiscs = lab.inDirector("tc qdisc show dev " + interfaceName);
        assertFalse(qdiscs.contains("clsact"), qdiscs);
    }

    private static void assertOk(final LabProcess process, final String command)
    {
        assertEquals("ok", process.ask(command), command);
    }

    private static void await(final BooleanSupplier condition, final String message)
    {
        final long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("waited 20 s for " + message);
            }

            Thread.onSpinWait();
        }
    }
}
