/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.LeaseHolder;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A process leases 10.0.0.110/32 and fd00::110/128 on eth0 of d1 from the director there, then falls silent in each way
 * there is. 10.0.0.120/32 is nobody's lease.
 */
class AddressLeaseLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String VIP = "10.0.0.110";
    private static final String VIP_V6 = "fd00::110";
    private static final String NOT_LEASED = "10.0.0.120";
    private static final long LEASE_MS = 400;
    private static final int MANY = 200;
    /** What the director adds to a lease, with the two cores of the machine busy otherwise. */
    private static final long LATENESS_MS = 300;

    private static Lab lab;
    private static Host host;

    private Jlvs jlvs;
    private RunningProcess director;
    private RunningProcess holder;
    private AddressMonitor addresses;
    private List<String> held;

    @BeforeAll
    static void open()
    {
        lab = Lab.open(Topologies.twoDirectors(1));
        host = lab.host(Topologies.FIRST_DIRECTOR);
    }

    @AfterAll
    static void close()
    {
        if (null != lab)
        {
            lab.close();
        }
    }

    @BeforeEach
    void start()
    {
        jlvs = Jlvs.on(host);
        director = jlvs.startDirector();
        addresses = AddressMonitor.start(host);
        hold(LEASE_MS);
    }

    @AfterEach
    void stop()
    {
        end(holder);
        end(director);
        addresses.close();
        held.add(NOT_LEASED + "/32");
        change("del", held);
    }

    @LabTest
    void shouldTakeTheAddressesOfAKilledProcessOff()
    {
        final Instant killed = Instant.now();
        holder.signal("KILL");

        assertTakenOff(killed, LEASE_MS);

        assertEquals(1, counter("address-leases-expired"));
        assertEquals(2, counter("leased-addresses-taken-off"));
        assertEquals(0, counter("addresses-leased"));
        assertTrue(
            Pattern.compile("lab \\(pid " + holder.pid() + "\\) has been silent for \\d+ ms: took off " +
                "10.0.0.110/32 on eth0, fd00::110/128 on eth0").matcher(director.err()).find(),
            director::err);
        assertTrue(jlvs.stat().out().contains("distinct errors: 1"), () -> jlvs.stat().out());
    }

    @LabTest
    void shouldTakeHundredsOfAddressesOffAtOnce()
    {
        holder.signal("TERM");
        holder.awaitExit(LIMIT);
        final List<String> many = new ArrayList<>(List.of(VIP + "/32", VIP_V6 + "/128"));
        for (int i = 0; i < MANY; i++)
        {
            many.add("10.1." + i / 250 + "." + (1 + i % 250) + "/32");
            many.add("fd00::1:" + Integer.toHexString(1 + i) + "/128");
        }
        hold(LEASE_MS, many);

        final Instant killed = Instant.now();
        holder.signal("KILL");

        assertTakenOff(killed, LEASE_MS);
        assertEquals(many.size(), counter("leased-addresses-taken-off"));
        assertEquals(0, counter("leased-addresses-left"));
        assertEquals(0, addressesOfEth0().stream().filter((address) -> address.startsWith("10.1.")).count());
        System.out.println(many.size() + " addresses, conductor-cycle-max-ns " + counter("conductor-cycle-max-ns"));
    }

    @LabTest
    void shouldTellAProcessThatWasStoppedThatItsAddressesAreGone()
    {
        final Instant stopped = Instant.now();
        holder.signal("STOP");

        assertTakenOff(stopped, LEASE_MS);

        assertFalse(holder.out().contains("lease EXPIRED"), holder::toString);
        holder.signal("CONT");
        holder.awaitOutput("lease EXPIRED", LIMIT);
        holder.awaitOutput("lease NONE", LIMIT);
    }

    @LabTest
    void shouldNotTouchAddressesThatWereReleased()
    {
        holder.signal("TERM");
        holder.awaitExit(LIMIT);

        holdsThroughout(3 * LEASE_MS);

        assertEquals(0, counter("address-leases-expired"));
    }

    @LabTest
    void shouldHearSignsOfLifeThatItMissedWhileItWasStoppedItself()
    {
        director.signal("STOP");
        holder.awaitOutput("forwarding SILENT", LIMIT);
        holder.awaitOutput("lease UNWATCHED", LIMIT);

        director.signal("CONT");
        Await.await(() -> holder.out().endsWith("lease HELD\nforwarding FORWARDING\n"), LIMIT, holder::toString);
        holdsThroughout(3 * LEASE_MS);

        assertEquals(0, counter("address-leases-expired"));
    }

    @LabTest
    void shouldKeepToALeaseOfATenthOfASecond()
    {
        holder.signal("TERM");
        holder.awaitExit(LIMIT);
        hold(100);
        holdsThroughout(2_000);
        assertEquals(0, counter("address-leases-expired"));

        final Instant killed = Instant.now();
        holder.signal("KILL");

        assertTakenOff(killed, 100);
    }

    @LabTest
    void shouldWatchAgainOnceTheNextDirectorRuns()
    {
        director.signal("KILL");
        final Instant killed = Instant.now();
        holder.awaitOutput("forwarding NO_DIRECTOR", LIMIT);
        final long noticedMs = Duration.between(killed, Instant.now()).toMillis();
        assertTrue(noticedMs < 1_000, "a director's death was noticed after " + noticedMs + " ms");
        director.awaitExit(LIMIT);
        director = jlvs.startDirector();
        Await.await(() -> 2 == counter("addresses-leased"), LIMIT, () -> jlvs.stat().out());
        Await.await(() -> holder.out().contains("NO_DIRECTOR") && holder.out().endsWith("forwarding FORWARDING\n"),
            LIMIT, holder::toString);

        final Instant silent = Instant.now();
        holder.signal("KILL");

        assertTakenOff(silent, LEASE_MS);
    }

    @LabTest
    void shouldTakeTheAddressesOffThatBothProcessesLeftWhenTheyWereKilledTogether()
    {
        director.signal("KILL");
        holder.signal("KILL");
        director.awaitExit(LIMIT);
        holder.awaitExit(LIMIT);
        assertTrue(addressesOfEth0().containsAll(List.of(VIP, VIP_V6)));

        director = jlvs.startDirector();

        addresses.awaitRemoved(VIP, LIMIT);
        addresses.awaitRemoved(VIP_V6, LIMIT);
        assertTrue(addressesOfEth0().contains(NOT_LEASED));
    }

    @LabTest
    void shouldSayThatNoInterfaceIsUp()
    {
        // A veth has no carrier when its other end is down.
        lab.switchHost().exec("ip", "link", "set", Topologies.FIRST_DIRECTOR + "-eth0", "down").orThrow();
        holder.awaitOutput("forwarding NO_INTERFACE", LIMIT);
        assertTrue(jlvs.stat().out().contains(
            "NOT FORWARDING: none of the director's interfaces is up and has a carrier"), () -> jlvs.stat().out());
        final long position = holder.out().length();

        lab.switchHost().exec("ip", "link", "set", Topologies.FIRST_DIRECTOR + "-eth0", "up").orThrow();

        Await.await(
            () -> holder.out().substring((int)position).contains("forwarding FORWARDING"), LIMIT, holder::toString);
    }

    @LabTest
    void shouldSayThatItStops()
    {
        director.signal("TERM");
        director.awaitExit(LIMIT);

        holder.awaitOutput("forwarding NO_DIRECTOR", LIMIT);
        assertTrue(addresses.holds(VIP) && addresses.holds(VIP_V6), "an orderly stop takes no address off");
    }

    /** A stopped process would not hear SIGTERM. */
    private static void end(final RunningProcess process)
    {
        if (process.isAlive())
        {
            process.signal("CONT").close();
        }
    }

    /** First the lease, then the addresses, as a master does. */
    private void hold(final long leaseMs)
    {
        hold(leaseMs, List.of(VIP + "/32", VIP_V6 + "/128"));
    }

    private void hold(final long leaseMs, final List<String> leased)
    {
        held = new ArrayList<>(leased);
        holder = LeaseHolder.start(host, jlvs.directory(), leaseMs, leased.toArray(String[]::new));
        holder.awaitOutput("lease HELD", LIMIT).awaitOutput("forwarding FORWARDING", LIMIT);
        change("replace", leased);
        change("replace", List.of(NOT_LEASED + "/32"));
        addresses.awaitAdded(NOT_LEASED, LIMIT);
        addresses.awaitAdded(VIP, LIMIT);
        addresses.awaitAdded(VIP_V6, LIMIT);
    }

    private static void change(final String verb, final List<String> changed)
    {
        final StringBuilder batch = new StringBuilder();
        for (final String address : changed)
        {
            batch.append("address ").append(verb).append(' ').append(address).append(" dev eth0")
                .append(address.contains(":") ? " nodad\n" : "\n");
        }
        // Goes on where an address is gone.
        host.exec(LIMIT, batch.toString(), List.of("ip", "-force", "-batch", "-"));
    }

    private void assertTakenOff(final Instant silent, final long leaseMs)
    {
        for (final String address : List.of(VIP, VIP_V6))
        {
            final long afterMs = Duration.between(silent, addresses.awaitRemoved(address, LIMIT)).toMillis();
            System.out.println("lease of " + leaseMs + " ms: " + address + " was taken off after " + afterMs + " ms");
            // The last heartbeat was up to a quarter of the lease before.
            assertTrue(
                afterMs >= leaseMs * 3 / 4 - 10 && afterMs <= leaseMs + LATENESS_MS,
                address + " was taken off after " + afterMs + " ms");
        }
        // By the director's own clock, from the last heartbeat that it saw.
        director.awaitOutput("has been silent for", LIMIT);
        final Matcher silence = Pattern.compile("has been silent for (\\d+) ms").matcher(director.err());
        assertTrue(silence.find(), director::err);
        final long silentMs = Long.parseLong(silence.group(1));
        System.out.println("lease of " + leaseMs + " ms: ran out after " + silentMs + " ms");
        assertTrue(silentMs >= leaseMs && silentMs <= leaseMs + LATENESS_MS, () -> silentMs + " ms");

        final List<String> left = addressesOfEth0();
        assertTrue(left.contains(NOT_LEASED) && left.contains("10.0.0.1"), left::toString);
        assertFalse(left.contains(VIP) || left.contains(VIP_V6), left::toString);
    }

    private void holdsThroughout(final long durationMs)
    {
        Await.hold(
            () -> addressesOfEth0().containsAll(List.of(VIP, VIP_V6, NOT_LEASED)),
            Duration.ofMillis(durationMs),
            () -> addressesOfEth0() + "\n" + director + "\n" + holder);
    }

    private List<String> addressesOfEth0()
    {
        final List<String> found = new ArrayList<>();
        Pattern.compile("\"local\":\"([^\"]+)\"")
            .matcher(host.exec("ip", "-j", "address", "show", "dev", "eth0").orThrow().out())
            .results().forEach((result) -> found.add(result.group(1)));
        return found;
    }

    private long counter(final String name)
    {
        return jlvs.stat().orThrow().out().lines()
            .filter((line) -> line.startsWith(name + " ")).findFirst()
            .map((line) -> Long.parseLong(line.substring(name.length()).strip())).orElseThrow();
    }
}
