/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

/**
 * Sequence number of authentication headers, one for what an instance sends and for what it receives, as keepalived
 * keeps it: a router that becomes master goes on from the highest number that it has heard, else the others would take
 * its adverts for old ones.
 * <p>
 * One thread.
 */
public final class AuthenticationSequence
{
    private int highest;

    /**
     * Number of the next advert to be sent.
     *
     * @return unsigned 32 bits, 1 at first.
     */
    public int next()
    {
        return ++highest;
    }

    /**
     * Take a received number if it is higher than all before.
     *
     * @param sequence unsigned 32 bits.
     * @return false if it is not: the advert is old or was repeated by somebody.
     */
    public boolean accept(final int sequence)
    {
        if (Integer.compareUnsigned(sequence, highest) <= 0)
        {
            return false;
        }
        highest = sequence;
        return true;
    }

    /**
     * The highest number so far.
     *
     * @return unsigned 32 bits.
     */
    public int highest()
    {
        return highest;
    }
}
