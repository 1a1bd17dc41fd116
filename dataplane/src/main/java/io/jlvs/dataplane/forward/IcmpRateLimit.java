/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

/**
 * Token bucket over all ICMP and ICMPv6 errors, with the meaning of net.ipv4.icmp_msgs_per_sec and icmp_msgs_burst
 * (icmp_global_allow in net/ipv4/icmp.c). It starts full.
 * <p>
 * Not thread safe: one per worker; divide the rate by the number of workers. The time is set once per duty cycle.
 */
public final class IcmpRateLimit
{
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long nanosPerMessage;
    private final long fullNanos;
    private long creditNanos;
    private long nowNanos;
    private boolean started;

    /**
     * A full bucket.
     *
     * @param messagesPerSecond refill; 0 lets nothing through.
     * @param burst             size of the bucket in messages.
     */
    public IcmpRateLimit(final int messagesPerSecond, final int burst)
    {
        nanosPerMessage = 0 < messagesPerSecond ? NANOS_PER_SECOND / messagesPerSecond : NANOS_PER_SECOND;
        fullNanos = 0 < messagesPerSecond ? burst * nanosPerMessage : 0;
        creditNanos = fullNanos;
    }

    /**
     * Set the time.
     *
     * @param nanoTime monotonic, as of {@link System#nanoTime()}.
     */
    public void now(final long nanoTime)
    {
        if (started)
        {
            final long elapsed = Math.max(0, nanoTime - nowNanos);
            creditNanos = elapsed >= fullNanos - creditNanos ? fullNanos : creditNanos + elapsed;
        }
        started = true;
        nowNanos = nanoTime;
    }

    /**
     * Take one message out of the bucket.
     *
     * @return false if it is empty: the message must not be sent.
     */
    public boolean tryAcquire()
    {
        if (creditNanos < nanosPerMessage)
        {
            return false;
        }
        creditNanos -= nanosPerMessage;
        return true;
    }
}
