/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import java.util.HashMap;
import java.util.Map;

/**
 * Hardware addresses of neighbours, as the kernel's neighbour table tells them. Fed and read by the conductor; workers
 * see the result in {@link Destination#nextHop()}.
 */
public final class NeighbourTable
{
    /** {@link #mac} of a neighbour that is not known. */
    public static final long UNKNOWN = -1;

    private final Map<Key, Long> macs = new HashMap<>();

    /**
     * A neighbour is usable.
     *
     * @param interfaceIndex it is reached by.
     * @param address        of the neighbour.
     * @param mac            48 bits.
     * @return true if this is news.
     */
    public boolean put(final int interfaceIndex, final Address address, final long mac)
    {
        final Long before = macs.put(new Key(interfaceIndex, address), mac);
        return null == before || mac != before;
    }

    /**
     * A neighbour is not usable any more.
     *
     * @param interfaceIndex it was reached by.
     * @param address        of the neighbour.
     * @return true if this is news.
     */
    public boolean remove(final int interfaceIndex, final Address address)
    {
        return null != macs.remove(new Key(interfaceIndex, address));
    }

    /**
     * Hardware address of a neighbour.
     *
     * @param interfaceIndex it is reached by.
     * @param address        of the neighbour.
     * @return 48 bits, or {@link #UNKNOWN}.
     */
    public long mac(final int interfaceIndex, final Address address)
    {
        return macs.getOrDefault(new Key(interfaceIndex, address), UNKNOWN);
    }

    /**
     * Forget all.
     */
    public void clear()
    {
        macs.clear();
    }

    /**
     * An address as the tables hold it.
     *
     * @param ipv6 family.
     * @param high high 64 bits, 0 for IPv4.
     * @param low  low 64 bits; IPv4 in the low 32.
     */
    public record Address(boolean ipv6, long high, long low)
    {
    }

    private record Key(int interfaceIndex, Address address)
    {
    }
}
