/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressLeaseTest
{
    private static final LeasedAddress VIP = new LeasedAddress(2, "eth0", address("10.0.0.100"), 32);
    private static final LeasedAddress VIP_V6 =
        new LeasedAddress(Integer.MAX_VALUE, "fifteen-letters", address("fd00::100"), 128);
    private static final long LEASE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long NO_SUCH_PID = Integer.MAX_VALUE;
    private static final long SEARCH_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    Path directory;

    private final List<AutoCloseable> resources = new ArrayList<>();
    private long nowNs = System.nanoTime();

    @AfterEach
    void close() throws Exception
    {
        Collections.reverse(resources);
        for (final AutoCloseable resource : resources)
        {
            resource.close();
        }
    }

    @Test
    void shouldShowTheDirectorWhatIsLeased()
    {
        final CncFile director = director();
        final AddressLease lease = lease();

        assertEquals(LeaseStatus.HELD, lease.hold(List.of(VIP, VIP_V6), LEASE_NS, nowNs));

        assertEquals(
            List.of(new LeaseRow(
                "keepalived", ProcessHandle.current().pid(), LeaseState.HELD, LEASE_NS, List.of(VIP, VIP_V6))),
            AddressLeaseFlyweight.read(director.addressLeasesBuffer()));
    }

    @Test
    void shouldReplaceTheWholeSet()
    {
        final CncFile director = director();
        final AddressLease lease = lease();

        for (int i = 0; i < 5; i++)
        {
            assertEquals(LeaseStatus.HELD, lease.hold(List.of(VIP, VIP_V6), LEASE_NS, nowNs));
            assertEquals(List.of(VIP, VIP_V6), row(director).addresses());
            assertEquals(LeaseStatus.HELD, lease.hold(List.of(VIP_V6), 2 * LEASE_NS, nowNs));
            assertEquals(List.of(VIP_V6), row(director).addresses());
            assertEquals(2 * LEASE_NS, row(director).leaseNs());
        }
    }

    @Test
    void shouldLeaseAsManyAddressesAsThereIsRoomFor()
    {
        final CncFile director = director();
        final List<LeasedAddress> addresses = new ArrayList<>();
        for (int i = 0; i < AddressLeaseFlyweight.MAX_ADDRESSES; i++)
        {
            addresses.add(new LeasedAddress(i, "eth" + i, address("10.0." + i / 256 + "." + i % 256), i % 33));
        }

        assertEquals(LeaseStatus.HELD, lease().hold(addresses, LEASE_NS, nowNs));

        assertEquals(addresses, row(director).addresses());
        addresses.add(VIP);
        assertThrows(IllegalArgumentException.class, () -> lease().hold(addresses, LEASE_NS, nowNs));
    }

    @Test
    void shouldKeepTheOldSetWhenTheHolderEndsWhileItWritesANewOne()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * AddressLeaseFlyweight.LENGTH));
        final AddressLeaseFlyweight slot = new AddressLeaseFlyweight(buffer, 1);
        final long held = slot.put(slot.word(), LEASE_NS, List.of(VIP));

        // As far as it comes: the word is another by then.
        assertEquals(held - 1, slot.put(held - 1, 2 * LEASE_NS, List.of(VIP_V6, VIP)));
        slot.put(held ^ 1, 2 * LEASE_NS, List.of(VIP_V6, VIP));

        assertEquals(held, slot.word());
        assertEquals(List.of(VIP), slot.addresses(held));
        assertEquals(LEASE_NS, slot.leaseNs(held));
    }

    @Test
    void shouldLeaveOutWhatIsNoAddress()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(AddressLeaseFlyweight.LENGTH));
        final AddressLeaseFlyweight slot = new AddressLeaseFlyweight(buffer, 0);
        final long held = slot.put(slot.word(), LEASE_NS, List.of(VIP, VIP_V6));
        final int familyOfTheFirst = AddressLeaseFlyweight.LENGTH -
            (AddressLeaseFlyweight.LENGTH - 256) / 2 + 16 + Integer.BYTES;
        assertEquals(4, buffer.getByte(familyOfTheFirst));

        buffer.putByte(familyOfTheFirst, (byte)5);

        assertEquals(List.of(VIP_V6), slot.addresses(held));
    }

    @Test
    void shouldGiveASignWithEachHeartbeat()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        final AddressLeaseFlyweight slot = slot(director);

        final long before = slot.heartbeats();
        final long word = slot.word();

        assertEquals(LeaseStatus.HELD, lease.heartbeat(nowNs));
        assertNotEquals(before, slot.heartbeats());
        assertEquals(word, slot.word());
    }

    @Test
    void shouldLearnThatTheLeaseRanOut()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        expire(director);

        assertEquals(LeaseStatus.EXPIRED, lease.heartbeat(nowNs));
        assertEquals(LeaseStatus.EXPIRED, lease.heartbeat(nowNs));
        assertEquals(LeaseStatus.EXPIRED, lease.hold(List.of(VIP), LEASE_NS, nowNs));
        assertEquals(LeaseState.EXPIRED, row(director).state());

        assertEquals(LeaseStatus.NONE, lease.release(nowNs));
        assertEquals(List.of(), AddressLeaseFlyweight.read(director.addressLeasesBuffer()));
        assertEquals(LeaseStatus.HELD, lease.hold(List.of(VIP_V6), LEASE_NS, nowNs));
        assertEquals(List.of(VIP_V6), row(director).addresses());
    }

    @Test
    void shouldNotLeaseAnewWithoutHavingSaidThatTheLeaseRanOut()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        expire(director);

        assertEquals(LeaseStatus.EXPIRED, lease.hold(List.of(VIP, VIP_V6), LEASE_NS, nowNs));

        assertEquals(List.of(VIP), row(director).addresses());
    }

    @Test
    void shouldWaitForTheDirectorToTakeAllAddressesOff()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        final AddressLeaseFlyweight slot = slot(director);
        final long expiring = slot.change(slot.word(), LeaseState.EXPIRING);

        assertEquals(LeaseStatus.EXPIRED, lease.heartbeat(nowNs));
        assertEquals(LeaseStatus.EXPIRED, lease.release(nowNs));
        slot.change(expiring, LeaseState.EXPIRED);

        assertEquals(LeaseStatus.NONE, lease.release(nowNs));
    }

    @Test
    void shouldNotWaitForADirectorThatEndedWhileItTookAddressesOff()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        final AddressLeaseFlyweight slot = slot(director);
        slot.change(slot.word(), LeaseState.EXPIRING);
        assertEquals(LeaseStatus.EXPIRED, lease.heartbeat(nowNs));

        director.close();

        assertEquals(LeaseStatus.NONE, lease.release(nowNs));
    }

    @Test
    void shouldLeaveNothingToWatchWhenReleased()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);

        assertEquals(LeaseStatus.NONE, lease.release(nowNs));

        assertEquals(List.of(), AddressLeaseFlyweight.read(director.addressLeasesBuffer()));
        assertEquals(LeaseStatus.NONE, lease.heartbeat(nowNs));
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        assertEquals(LeaseStatus.NONE, lease.hold(List.of(), LEASE_NS, nowNs));
        assertEquals(List.of(), AddressLeaseFlyweight.read(director.addressLeasesBuffer()));
    }

    @Test
    void shouldKeepLeasesOfSeveralProcessesApart()
    {
        final CncFile director = director();
        final AddressLease first = lease();
        final AddressLease second = lease();

        assertEquals(LeaseStatus.HELD, first.hold(List.of(VIP), LEASE_NS, nowNs));
        assertEquals(LeaseStatus.HELD, second.hold(List.of(VIP_V6), LEASE_NS, nowNs));
        first.release(nowNs);

        assertEquals(List.of(VIP_V6), row(director).addresses());
        assertEquals(LeaseStatus.HELD, second.heartbeat(nowNs));
    }

    @Test
    void shouldGiveThePlaceOfADeadHolderToAnother()
    {
        final CncFile director = director();
        final AddressLease dead = lease();
        dead.hold(List.of(VIP), LEASE_NS, nowNs);
        expire(director);
        final List<AddressLease> others = new ArrayList<>();
        for (int i = 0; i < AddressLeaseFlyweight.SLOT_COUNT; i++)
        {
            others.add(lease());
            assertEquals(LeaseStatus.HELD, others.get(i).hold(List.of(VIP_V6), LEASE_NS, nowNs));
        }

        assertEquals(LeaseStatus.UNWATCHED, lease().hold(List.of(VIP_V6), LEASE_NS, nowNs));
        assertEquals(LeaseStatus.EXPIRED, dead.heartbeat(nowNs));
        assertEquals(LeaseStatus.NONE, dead.release(nowNs));
        for (final AddressLease other : others)
        {
            assertEquals(LeaseStatus.HELD, other.heartbeat(nowNs));
        }
    }

    @Test
    void shouldGiveTheWholeSetToTheFirstDirector()
    {
        final AddressLease lease = lease();
        assertEquals(LeaseStatus.UNWATCHED, lease.hold(List.of(VIP), LEASE_NS, nowNs));
        assertEquals(LeaseStatus.UNWATCHED, lease.heartbeat(nowNs));

        final CncFile director = director();
        assertEquals(LeaseStatus.UNWATCHED, lease.heartbeat(nowNs), "it looks ten times a second");
        nowNs += SEARCH_NS;

        assertEquals(LeaseStatus.HELD, lease.heartbeat(nowNs));
        assertEquals(List.of(VIP), row(director).addresses());
    }

    @Test
    void shouldGiveTheWholeSetToTheNextDirector()
    {
        final AddressLease lease = lease();
        final CncFile dead = director();
        lease.hold(List.of(VIP, VIP_V6), LEASE_NS, nowNs);
        dead.close();
        assertEquals(LeaseStatus.UNWATCHED, lease.heartbeat(nowNs));
        assertEquals(LeaseStatus.UNWATCHED, lease.hold(List.of(VIP_V6), LEASE_NS, nowNs));

        final CncFile director = director();
        nowNs += SEARCH_NS;

        assertEquals(LeaseStatus.HELD, lease.heartbeat(nowNs));
        assertEquals(List.of(VIP_V6), row(director).addresses());
    }

    @Test
    void shouldTakeOverItsOwnLeaseThatTheNextDirectorInherited()
    {
        final AddressLease lease = lease();
        killed(lease, "keepalived");
        final CncFile director = director();
        assertEquals(LeaseState.INHERITED, row(director).state());
        nowNs += TimeUnit.MILLISECONDS.toNanos(DirectorPulse.SILENT_AFTER_MS) + SEARCH_NS;
        director.heartbeat(TimeUnit.NANOSECONDS.toMillis(nowNs));

        assertEquals(LeaseStatus.HELD, lease.heartbeat(nowNs));

        assertEquals(
            List.of(new LeaseRow(
                "keepalived", ProcessHandle.current().pid(), LeaseState.HELD, LEASE_NS, List.of(VIP, VIP_V6))),
            AddressLeaseFlyweight.read(director.addressLeasesBuffer()));
    }

    @Test
    void shouldLeaveALeaseThatAnotherLeftToTheNextDirector()
    {
        final AddressLease dead = new AddressLease(pulse(), "other");
        killed(dead, "other");
        final CncFile director = director();

        assertEquals(LeaseStatus.HELD, lease().hold(List.of(VIP_V6), LEASE_NS, nowNs));

        final List<LeaseRow> rows = AddressLeaseFlyweight.read(director.addressLeasesBuffer());
        assertEquals(LeaseState.INHERITED, rows.get(0).state());
        assertEquals("other", rows.get(0).holder());
        assertEquals(List.of(VIP, VIP_V6), rows.get(0).addresses());
        assertEquals(LeaseState.HELD, rows.get(1).state());
    }

    @Test
    void shouldInheritNoLeaseThatWasReleasedOrRanOut()
    {
        final CncFile dead = CncFile.create(directory, 1, NO_SUCH_PID, 1);
        resources.add(dead);
        dead.heartbeat(TimeUnit.NANOSECONDS.toMillis(nowNs));
        final AddressLease released = lease();
        released.hold(List.of(VIP), LEASE_NS, nowNs);
        lease().hold(List.of(VIP), LEASE_NS, nowNs);
        released.release(nowNs);
        final AddressLeaseFlyweight slot = new AddressLeaseFlyweight(dead.addressLeasesBuffer(), 1);
        slot.change(slot.change(slot.word(), LeaseState.EXPIRING), LeaseState.EXPIRED);

        assertEquals(List.of(), AddressLeaseFlyweight.read(director().addressLeasesBuffer()));
    }

    @Test
    void shouldNotForgetThatADirectorTookAddressesOffBeforeItEnded()
    {
        final DirectorPulse pulse = pulse();
        final AddressLease lease = new AddressLease(pulse, "keepalived");
        final CncFile dead = director();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);
        expire(dead);
        dead.close();
        final CncFile director = director();

        // Another user of the pulse comes first, so that the memory of the dead director's file is gone.
        assertEquals(ForwardingState.STARTING, pulse.health(nowNs).state());

        assertEquals(LeaseStatus.EXPIRED, lease.heartbeat(nowNs));
        assertEquals(List.of(), AddressLeaseFlyweight.read(director.addressLeasesBuffer()));
    }

    @Test
    void shouldSayThatADirectorThatHangsDoesNotWatch()
    {
        final CncFile director = director();
        final AddressLease lease = lease();
        lease.hold(List.of(VIP), LEASE_NS, nowNs);

        nowNs += TimeUnit.MILLISECONDS.toNanos(DirectorPulse.SILENT_AFTER_MS + 2);
        assertEquals(LeaseStatus.UNWATCHED, lease.heartbeat(nowNs));

        director.heartbeat(TimeUnit.NANOSECONDS.toMillis(nowNs));
        assertEquals(LeaseStatus.HELD, lease.heartbeat(nowNs));
    }

    @Test
    void shouldRefuseWhatTheDirectorCouldNotRead()
    {
        final AddressLease lease = lease();
        final LeasedAddress longName = new LeasedAddress(2, "sixteen-letters!", address("10.0.0.1"), 32);

        assertThrows(IllegalArgumentException.class, () -> lease.hold(List.of(longName), LEASE_NS, nowNs));
        assertThrows(
            IllegalArgumentException.class,
            () -> lease.hold(List.of(VIP), AddressLease.MIN_LEASE_NS - 1, nowNs));
        assertThrows(
            IllegalArgumentException.class,
            () -> lease.hold(List.of(VIP), AddressLease.MAX_LEASE_NS + 1, nowNs));
        assertThrows(IllegalArgumentException.class, () -> new AddressLease(pulse(), "sixteen-letters!"));
        assertEquals(LeaseStatus.NONE, lease.status());
    }

    @Test
    void shouldNeverRepeatAWord()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(AddressLeaseFlyweight.LENGTH));
        final AddressLeaseFlyweight slot = new AddressLeaseFlyweight(buffer, 0);
        final List<Long> words = new ArrayList<>(List.of(slot.word()));
        for (final LeaseState state : LeaseState.values())
        {
            words.add(slot.change(slot.word(), state));
            assertEquals(state, AddressLeaseFlyweight.state(slot.word()));
            words.add(slot.put(slot.word(), LEASE_NS, List.of(VIP)));
            assertEquals(LeaseState.HELD, AddressLeaseFlyweight.state(slot.word()));
        }

        assertEquals(words.size(), words.stream().distinct().count(), words::toString);
    }

    @Test
    void shouldLayOutAnAddress()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LeasedAddressDescriptor.LENGTH]);

        LeasedAddressDescriptor.put(buffer, 0, new LeasedAddress(0x01020304, "eth0", address("10.0.0.100"), 24));

        assertEquals(40, LeasedAddressDescriptor.LENGTH);
        assertEquals(
            "04030201" + "04180000" + "0a000064" + "0".repeat(24) + "65746830" + "0".repeat(24), hex(buffer));
        LeasedAddressDescriptor.put(buffer, 0, new LeasedAddress(2, "a", address("fd00::1"), 128));
        assertEquals(
            "02000000" + "06800000" + "fd00" + "0".repeat(27) + "1" + "61" + "0".repeat(30), hex(buffer));
    }

    @Test
    void shouldLayOutPlacesOnCacheLines()
    {
        assertEquals(0, AddressLeaseFlyweight.LENGTH % CncFileDescriptor.SECTION_ALIGNMENT);
        assertTrue(2 * 16 + 2 * 40 * AddressLeaseFlyweight.MAX_ADDRESSES < AddressLeaseFlyweight.LENGTH);
    }

    private CncFile director()
    {
        final CncFile director = CncFile.create(directory);
        director.heartbeat(TimeUnit.NANOSECONDS.toMillis(nowNs));
        resources.add(director);
        return director;
    }

    /** A director with a lease of both addresses, and its file as a kill leaves it. */
    private void killed(final AddressLease lease, final String holder)
    {
        final CncFile dead = CncFile.create(directory, 1, NO_SUCH_PID, 1);
        resources.add(dead);
        dead.heartbeat(TimeUnit.NANOSECONDS.toMillis(nowNs));
        assertEquals(LeaseStatus.HELD, lease.hold(List.of(VIP, VIP_V6), LEASE_NS, nowNs));
        assertEquals(holder, row(dead).holder());
    }

    private DirectorPulse pulse()
    {
        final DirectorPulse pulse = new DirectorPulse(directory);
        resources.add(pulse);
        return pulse;
    }

    private AddressLease lease()
    {
        return new AddressLease(pulse(), "keepalived");
    }

    private static AddressLeaseFlyweight slot(final CncFile director)
    {
        return new AddressLeaseFlyweight(director.addressLeasesBuffer(), 0);
    }

    private static LeaseRow row(final CncFile director)
    {
        final List<LeaseRow> rows = AddressLeaseFlyweight.read(director.addressLeasesBuffer());
        assertEquals(1, rows.size(), rows::toString);
        return rows.get(0);
    }

    private static void expire(final CncFile director)
    {
        final AddressLeaseFlyweight slot = slot(director);
        slot.change(slot.change(slot.word(), LeaseState.EXPIRING), LeaseState.EXPIRED);
    }

    private static String hex(final UnsafeBuffer buffer)
    {
        final StringBuilder hex = new StringBuilder();
        for (int i = 0; i < buffer.capacity(); i++)
        {
            hex.append(String.format("%02x", buffer.getByte(i)));
        }

        return hex.toString();
    }

    private static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }
}
