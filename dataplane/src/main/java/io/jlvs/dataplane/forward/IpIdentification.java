/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

/**
 * Source of identifications for IP datagrams that the director itself makes. Workers that start at different numbers
 * below the step never use the same one at the same time, so fragments of two of them cannot be mixed.
 * <p>
 * Not thread safe: one per worker.
 */
public final class IpIdentification
{
    private final int step;
    private int next;

    /**
     * The sequence {@code first}, {@code first + step}, and so on.
     *
     * @param first identification to hand out.
     * @param step  number of workers.
     */
    public IpIdentification(final int first, final int step)
    {
        this.next = first;
        this.step = step;
    }

    /**
     * Next identification; IPv4 takes its low 16 bits.
     *
     * @return 32 bits.
     */
    public int next()
    {
        final int result = next;
        next += step;
        return result;
    }
}
