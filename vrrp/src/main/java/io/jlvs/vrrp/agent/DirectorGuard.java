/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.cnc.AddressLease;
import io.jlvs.dataplane.cnc.DirectorPulse;
import io.jlvs.dataplane.cnc.ForwardingHealth;
import io.jlvs.dataplane.cnc.LeasedAddress;
import io.jlvs.dataplane.cnc.LeaseStatus;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The director beside this process: it takes the addresses off when this process falls silent, and tells whether it
 * forwards. Nothing here waits for it. VRRP thread only.
 */
final class DirectorGuard implements AutoCloseable
{
    private static final String HOLDER = "keepalived";
    private static final int HEARTBEATS = 4;
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DirectorPulse pulse;
    private final AddressLease lease;
    private ForwardingHealth health = ForwardingHealth.NO_DIRECTOR;
    private long leaseNs = AddressLease.MIN_LEASE_NS;
    private long nextLookNs;
    private long nextHeartbeatNs;

    DirectorGuard(final Path directory)
    {
        pulse = new DirectorPulse(directory);
        lease = new AddressLease(pulse, HOLDER);
        nextLookNs = System.nanoTime();
        nextHeartbeatNs = nextLookNs;
    }

    /**
     * Have the director watch over these addresses from now on.
     *
     * @param addresses        all that this process owns.
     * @param advertIntervalNs shortest one of the instances that own them.
     * @param nowNs            time.
     */
    void hold(final List<LeasedAddress> addresses, final long advertIntervalNs, final long nowNs)
    {
        leaseNs = Math.min(AddressLease.MAX_LEASE_NS, Math.max(AddressLease.MIN_LEASE_NS, advertIntervalNs));
        if (isExpired(nowNs))
        {
            // The agent has to hear of it first, in its next duty cycle.
            return;
        }
        if (addresses.isEmpty())
        {
            lease.release(nowNs);
        }
        else
        {
            lease.hold(addresses, leaseNs, nowNs);
            nextHeartbeatNs = nowNs + leaseNs / HEARTBEATS;
        }
    }

    /**
     * Give a sign of life, if it is time.
     *
     * @param nowNs time.
     * @return true if the director has taken the addresses off, until {@link #release} has succeeded.
     */
    boolean isExpired(final long nowNs)
    {
        if (nowNs - nextHeartbeatNs >= 0)
        {
            nextHeartbeatNs = nowNs + leaseNs / HEARTBEATS;
            lease.heartbeat(nowNs);
        }

        return LeaseStatus.EXPIRED == lease.status();
    }

    /**
     * Give the addresses up; to be called again while {@link #isExpired}.
     *
     * @param nowNs time.
     */
    void release(final long nowNs)
    {
        lease.release(nowNs);
    }

    /**
     * Look at the director, if it is time.
     *
     * @param nowNs time.
     * @return what was seen last.
     */
    ForwardingHealth health(final long nowNs)
    {
        if (nowNs - nextLookNs >= 0)
        {
            nextLookNs = nowNs + LOOK_INTERVAL_NS;
            health = pulse.health(nowNs);
        }

        return health;
    }

    /**
     * When there is something to do here again.
     *
     * @return time.
     */
    long deadlineNs()
    {
        return LeaseStatus.NONE == lease.status() || nextLookNs - nextHeartbeatNs < 0 ? nextLookNs : nextHeartbeatNs;
    }

    @Override
    public void close()
    {
        lease.close();
        pulse.close();
    }
}
