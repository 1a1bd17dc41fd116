/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The addresses that this control process owns as master, leased from the director: when the heartbeats stop for longer
 * than the lease, the director takes them off the interfaces, so that a control process that was killed or hangs does
 * not leave addresses behind that another node has by now.
 * <pre>
 *   become master:  hold(all addresses, leaseNs), then put the new ones on their interfaces
 *   meanwhile:      heartbeat() each leaseNs / 4
 *   step down:      take addresses off, then hold() what remains, or release()
 *   EXPIRED:        step down, release() until it says NONE, and go on as at the start
 * </pre>
 * All goes through shared memory: nothing waits for the director, whether it lives or not. When another director has
 * started, the next heartbeat gives it the whole set. From a director's death until its successor works nobody watches;
 * the successor begins with the leases that it finds in the dead one's file, in case this process died too.
 * <p>
 * One thread, the one of its {@link DirectorPulse}.
 */
public final class AddressLease implements AutoCloseable
{
    /** Shortest lease: a process and the director beside it may be late by tens of milliseconds. */
    public static final long MIN_LEASE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Longest lease. */
    public static final long MAX_LEASE_NS = TimeUnit.HOURS.toNanos(1);

    private static final LeaseState[] CLAIMABLE = { LeaseState.INHERITED, LeaseState.FREE, LeaseState.EXPIRED };

    private static final long PID = ProcessHandle.current().pid();

    private final DirectorPulse pulse;
    private final String holderName;
    private List<LeasedAddress> addresses = List.of();
    private long leaseNs;
    private LeaseStatus status = LeaseStatus.NONE;
    private AddressLeaseFlyweight slot;
    private long word;

    /**
     * A lease of nothing.
     *
     * @param pulse      finds the director; stays the caller's, and has no other lease.
     * @param holderName for messages of the director, at most 15 bytes: "keepalived".
     */
    public AddressLease(final DirectorPulse pulse, final String holderName)
    {
        if (!NameDescriptor.fits(holderName))
        {
            throw new IllegalArgumentException(
                "holder '" + holderName + "' is longer than " + NameDescriptor.MAX_NAME_LENGTH + " bytes");
        }

        this.pulse = pulse;
        this.holderName = holderName;
        pulse.onDetach(this::onDetach);
    }

    /**
     * Lease exactly these addresses from now on. Also a sign of life.
     *
     * @param newAddresses all that this process owns, not only new ones; none is {@link #release}.
     * @param newLeaseNs   how long this process may be silent, {@link #MIN_LEASE_NS} to {@link #MAX_LEASE_NS}.
     * @param nowNs        {@link System#nanoTime()}.
     * @return HELD; UNWATCHED without a director, or when other processes hold all places; EXPIRED, with nothing
     *     leased, when the lease ran out before and was not released yet.
     * @throws IllegalArgumentException for more than {@link AddressLeaseFlyweight#MAX_ADDRESSES} addresses, a name that
     *                                  no interface can have, or a lease out of range.
     */
    public LeaseStatus hold(
        final Collection<LeasedAddress> newAddresses, final long newLeaseNs, final long nowNs)
    {
        verify(newAddresses, newLeaseNs);
        if (LeaseStatus.EXPIRED == status || isExpired())
        {
            return expired();
        }

        if (newAddresses.isEmpty())
        {
            return release(nowNs);
        }

        addresses = List.copyOf(newAddresses);
        leaseNs = newLeaseNs;
        if (null != slot && !publish())
        {
            return expired();
        }

        status = LeaseStatus.UNWATCHED;
        return heartbeat(nowNs);
    }

    /**
     * Say that this process lives and learn what became of the lease. Allocates nothing and calls no kernel while the
     * director lives.
     *
     * @param nowNs {@link System#nanoTime()}.
     * @return once the lease ran out: EXPIRED until {@link #release}.
     */
    public LeaseStatus heartbeat(final long nowNs)
    {
        if (LeaseStatus.NONE == status || LeaseStatus.EXPIRED == status)
        {
            return status;
        }

        if (null != slot)
        {
            slot.heartbeat();
            if (isExpired())
            {
                return expired();
            }
        }

        final CncFile director = pulse.director(nowNs);
        if (LeaseStatus.EXPIRED != status)
        {
            if (null != director && null == slot)
            {
                claim(director);
            }

            status = null != director && null != slot && DirectorPulse.isWatching(director, nowNs) ?
                LeaseStatus.HELD : LeaseStatus.UNWATCHED;
        }

        return status;
    }

    /**
     * Give the lease up; the director leaves the addresses alone.
     *
     * @param nowNs {@link System#nanoTime()}.
     * @return NONE; EXPIRED while the director takes addresses off (milliseconds): to be called again.
     */
    public LeaseStatus release(final long nowNs)
    {
        if (null != slot && word == slot.change(word, LeaseState.FREE))
        {
            final long expiring = AddressLeaseFlyweight.next(word, LeaseState.EXPIRING);
            if (expiring == slot.word() && null != pulse.director(nowNs))
            {
                return expired();
            }
        }

        if (null != slot)
        {
            // No effect unless this place expired and nobody has it since.
            slot.change(
                AddressLeaseFlyweight.next(
                    AddressLeaseFlyweight.next(word, LeaseState.EXPIRING), LeaseState.EXPIRED),
                LeaseState.FREE);
        }

        slot = null;
        addresses = List.of();
        status = LeaseStatus.NONE;
        return status;
    }

    /**
     * As of the last call.
     *
     * @return status.
     */
    public LeaseStatus status()
    {
        return status;
    }

    /**
     * Give the lease up. Idempotent.
     */
    @Override
    public void close()
    {
        release(System.nanoTime());
    }

    private void claim(final CncFile director)
    {
        final AddressLeaseFlyweight[] slots = AddressLeaseFlyweight.all(director.addressLeasesBuffer());
        for (final LeaseState claimable : CLAIMABLE)
        {
            for (final AddressLeaseFlyweight candidate : slots)
            {
                final long found = candidate.word();
                if (claimable == AddressLeaseFlyweight.state(found) &&
                    (LeaseState.INHERITED != claimable || isOwn(candidate)))
                {
                    word = candidate.change(found, LeaseState.CLAIMED);
                    if (found != word)
                    {
                        slot = candidate;
                        slot.holder(PID, holderName);
                        publish();
                        return;
                    }
                }
            }
        }
    }

    /** Whether this process held the place with the director that was killed. */
    private boolean isOwn(final AddressLeaseFlyweight inherited)
    {
        return PID == inherited.pid() && holderName.equals(inherited.name());
    }

    private boolean publish()
    {
        final long before = word;
        word = slot.put(before, leaseNs, addresses);
        return before != word;
    }

    private boolean isExpired()
    {
        return null != slot && word != slot.word();
    }

    private LeaseStatus expired()
    {
        addresses = List.of();
        status = LeaseStatus.EXPIRED;
        return status;
    }

    /** The memory of the slot goes away: look at it a last time. */
    private void onDetach()
    {
        if (isExpired())
        {
            expired();
        }

        slot = null;
    }

    private static void verify(final Collection<LeasedAddress> addresses, final long leaseNs)
    {
        if (addresses.size() > AddressLeaseFlyweight.MAX_ADDRESSES)
        {
            throw new IllegalArgumentException(
                addresses.size() + " addresses, a lease takes at most " + AddressLeaseFlyweight.MAX_ADDRESSES);
        }

        if (leaseNs < MIN_LEASE_NS || leaseNs > MAX_LEASE_NS)
        {
            throw new IllegalArgumentException(
                "a lease of " + leaseNs + " ns is out of range: " + MIN_LEASE_NS + " to " + MAX_LEASE_NS);
        }

        for (final LeasedAddress address : addresses)
        {
            if (!NameDescriptor.fits(address.interfaceName()))
            {
                throw new IllegalArgumentException("no interface can have the name '" + address.interfaceName() + "'");
            }
        }
    }
}
