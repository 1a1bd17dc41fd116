/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import com.sun.management.ThreadMXBean;
import io.jlvs.dataplane.cnc.AddressLease;
import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.DirectorPulse;
import io.jlvs.dataplane.cnc.LeaseStatus;
import io.jlvs.dataplane.cnc.LeasedAddress;
import io.jlvs.dataplane.cnc.SystemCounterDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressLeaseWatchTest implements AddressRemover
{
    /** Enough for the compiler on a busy machine: interpreted code makes garbage now and then. */
    private static final int ROUNDS = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final LeasedAddress ONE = new LeasedAddress(2, "eth0", Specs.address("10.0.0.100"), 32);
    private static final LeasedAddress TWO = new LeasedAddress(3, "eth1", Specs.address("fd00::100"), 128);
    private static final LeasedAddress THREE = new LeasedAddress(3, "eth1", Specs.address("10.0.0.102"), 24);
    private static final long LEASE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CYCLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    Path directory;

    private final DirectorCounters counters = new DirectorCounters(1);
    private final List<Throwable> errors = new ArrayList<>();
    private final List<LeasedAddress> asked = new ArrayList<>();
    private final List<LeasedAddress> absent = new ArrayList<>();
    private final List<LeasedAddress> refused = new ArrayList<>();
    private final List<DirectorPulse> pulses = new ArrayList<>();
    private CncFile cnc;
    private AddressLeaseWatch watch;
    private AddressLease lease;
    /** The conductor's clock; it shall not matter that it wraps, nor that the holder's shows something else. */
    private long nowNs = Long.MAX_VALUE - LEASE_NS / 2;
    private long stoppedAfterLookNs;

    @BeforeEach
    void start()
    {
        cnc = CncFile.create(directory);
        watch = new AddressLeaseWatch(
            cnc.addressLeasesBuffer(), this, this::clock, new ConductorCounters(counters), errors::add);
        lease = newLease();
        assertEquals(0, watch.poll());
    }

    @AfterEach
    void stop()
    {
        pulses.forEach(DirectorPulse::close);
        cnc.close();
    }

    @Test
    void shouldTakeTheAddressesOfASilentHolderOffOnce()
    {
        hold(lease, ONE, TWO);
        watch.poll();
        assertEquals(2, counter(SystemCounterDescriptor.ADDRESSES_LEASED));

        nowNs += LEASE_NS;
        assertEquals(0, watch.poll());
        nowNs += CYCLE_NS;
        assertEquals(1, watch.poll());

        assertEquals(List.of(ONE, TWO), asked);
        assertEquals(LeaseStatus.EXPIRED, heartbeat(lease));
        assertEquals(1, counter(SystemCounterDescriptor.ADDRESS_LEASES_EXPIRED));
        assertEquals(2, counter(SystemCounterDescriptor.LEASED_ADDRESSES_TAKEN_OFF));
        assertEquals(
            "keepalived (pid " + ProcessHandle.current().pid() + ") has been silent for 101 ms: took off " +
            "10.0.0.100/32 on eth0, fd00::100/128 on eth1",
            message());

        nowNs += 10 * LEASE_NS;
        assertEquals(0, watch.poll());
        assertEquals(0, counter(SystemCounterDescriptor.ADDRESSES_LEASED));
        assertEquals(List.of(ONE, TWO), asked);
    }

    @Test
    void shouldLeaveTheAddressesOfALivingHolderAlone()
    {
        hold(lease, ONE);
        for (int i = 0; i < 1_000; i++)
        {
            nowNs += LEASE_NS / 4;
            assertEquals(LeaseStatus.HELD, heartbeat(lease));
            assertEquals(0, watch.poll());
        }

        assertEquals(List.of(), asked);
    }

    @Test
    void shouldTakeANewSetForASignOfLife()
    {
        hold(lease, ONE);
        watch.poll();
        nowNs += LEASE_NS;
        hold(lease, ONE, TWO);
        nowNs += CYCLE_NS;

        assertEquals(0, watch.poll());
        nowNs += LEASE_NS + CYCLE_NS;
        assertEquals(1, watch.poll());
        assertEquals(List.of(ONE, TWO), asked);
    }

    @Test
    void shouldTakeOffOnlyWhatIsStillLeased()
    {
        hold(lease, ONE, TWO, THREE);
        watch.poll();
        hold(lease, THREE);
        watch.poll();
        nowNs += LEASE_NS + CYCLE_NS;

        watch.poll();

        assertEquals(List.of(THREE), asked);
    }

    @Test
    void shouldLeaveReleasedAddressesAlone()
    {
        hold(lease, ONE);
        watch.poll();
        assertEquals(LeaseStatus.NONE, lease.release(System.nanoTime()));
        nowNs += 10 * LEASE_NS;

        assertEquals(0, watch.poll());
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldSeeSignsThatCameWhileTheDirectorWasStoppedBeforeItJudges()
    {
        hold(lease, ONE);
        watch.poll();
        nowNs += 100 * LEASE_NS;
        heartbeat(lease);

        assertEquals(0, watch.poll());
        nowNs += LEASE_NS;
        assertEquals(0, watch.poll());
        nowNs += CYCLE_NS;
        assertEquals(1, watch.poll());
    }

    @Test
    void shouldNotCountATimeInWhichTheDirectorWasStoppedAmidALook()
    {
        hold(lease, ONE);
        stoppedAfterLookNs = 100 * LEASE_NS;
        assertEquals(0, watch.poll());
        nowNs += CYCLE_NS;

        assertEquals(0, watch.poll());
        nowNs += LEASE_NS;
        assertEquals(1, watch.poll());
    }

    @Test
    void shouldKeepHoldersApart()
    {
        final AddressLease other = newLease();
        hold(lease, ONE);
        hold(other, TWO);
        for (int i = 0; i < 5; i++)
        {
            watch.poll();
            nowNs += LEASE_NS / 4;
            heartbeat(other);
        }

        assertEquals(1, watch.poll());

        assertEquals(List.of(ONE), asked);
        assertEquals(LeaseStatus.EXPIRED, heartbeat(lease));
        assertEquals(LeaseStatus.HELD, heartbeat(other));
    }

    @Test
    void shouldWatchAgainAfterTheHolderCameBack()
    {
        hold(lease, ONE);
        watch.poll();
        nowNs += LEASE_NS + CYCLE_NS;
        watch.poll();
        assertEquals(LeaseStatus.EXPIRED, heartbeat(lease));
        lease.release(System.nanoTime());
        asked.clear();

        hold(lease, TWO);
        assertEquals(0, watch.poll());
        nowNs += LEASE_NS + CYCLE_NS;

        assertEquals(1, watch.poll());
        assertEquals(List.of(TWO), asked);
        assertEquals(2, counter(SystemCounterDescriptor.ADDRESS_LEASES_EXPIRED));
    }

    @Test
    void shouldTakeAnInheritedLeaseForOneThatIsHeld()
    {
        hold(lease, ONE);
        final CncFile next = CncFile.create(directory);
        final AddressLeaseWatch nextWatch = new AddressLeaseWatch(
            next.addressLeasesBuffer(), this, this::clock, new ConductorCounters(counters), errors::add);
        nowNs += 10 * LEASE_NS;
        assertEquals(0, nextWatch.poll());
        assertEquals(1, counter(SystemCounterDescriptor.ADDRESSES_LEASED));

        nowNs += LEASE_NS + CYCLE_NS;
        assertEquals(1, nextWatch.poll());
        assertEquals(List.of(ONE), asked);
        next.close();
    }

    @Test
    void shouldTryAgainWhatTheKernelRefusesAndTakeTheOthersOff()
    {
        refused.add(TWO);
        absent.add(THREE);
        hold(lease, ONE, TWO, THREE);
        watch.poll();
        nowNs += LEASE_NS + CYCLE_NS;

        watch.poll();

        assertEquals(List.of(ONE, TWO, THREE, TWO, TWO), asked);
        assertEquals(1, counter(SystemCounterDescriptor.LEASED_ADDRESSES_TAKEN_OFF));
        assertEquals(1, counter(SystemCounterDescriptor.LEASED_ADDRESSES_LEFT));
        assertTrue(
            message().endsWith("silent for 101 ms: took off 10.0.0.100/32 on eth0; not there: 10.0.0.102/24 on eth1" +
                "; COULD NOT TAKE OFF fd00::100/128 on eth1"),
            this::message);
        assertEquals(LeaseStatus.EXPIRED, heartbeat(lease));
    }

    @Test
    void shouldAllocateNothingWhileHoldersLive()
    {
        hold(lease, ONE);
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++)
        {
            final long systemNs = System.nanoTime();
            cnc.heartbeat(TimeUnit.NANOSECONDS.toMillis(systemNs));
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++)
            {
                lease.heartbeat(systemNs);
                watch.poll();
            }
            fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(LeaseStatus.HELD, lease.status());
        assertEquals(0, fewest, "bytes of heap for 10,000 heartbeats");
    }

    @Override
    public List<Outcome> remove(final List<LeasedAddress> addresses)
    {
        asked.addAll(addresses);
        return addresses.stream()
            .map((address) -> refused.contains(address) ? Outcome.REFUSED :
                absent.contains(address) ? Outcome.ABSENT : Outcome.REMOVED)
            .toList();
    }

    @Override
    public void close()
    {
    }

    private long clock()
    {
        final long timeNs = nowNs;
        nowNs += stoppedAfterLookNs;
        stoppedAfterLookNs = 0;
        return timeNs;
    }

    private AddressLease newLease()
    {
        final DirectorPulse pulse = new DirectorPulse(directory);
        pulses.add(pulse);
        return new AddressLease(pulse, "keepalived");
    }

    private void hold(final AddressLease holder, final LeasedAddress... addresses)
    {
        cnc.heartbeat(CncFile.monotonicMs());
        assertEquals(LeaseStatus.HELD, holder.hold(List.of(addresses), LEASE_NS, System.nanoTime()));
    }

    private LeaseStatus heartbeat(final AddressLease holder)
    {
        cnc.heartbeat(CncFile.monotonicMs());
        return holder.heartbeat(System.nanoTime());
    }

    private long counter(final SystemCounterDescriptor descriptor)
    {
        return counters.system(descriptor).get();
    }

    private String message()
    {
        assertEquals(1, errors.size(), errors::toString);
        return errors.get(0).getMessage();
    }
}
