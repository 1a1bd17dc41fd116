/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Hardware addresses besides its own for which an interface takes frames now: those of macvlan interfaces above it that
 * hold an address of this host, as that of VRRP's {@code use_vmac} does on the master. Immutable.
 */
final class VirtualMacSnapshot
{
    static final VirtualMacSnapshot EMPTY = new VirtualMacSnapshot(new int[0], new long[0][]);

    private static final long[] NONE = new long[0];

    private final int[] interfaces;
    private final long[][] macs;

    private VirtualMacSnapshot(final int[] interfaces, final long[][] macs)
    {
        this.interfaces = interfaces;
        this.macs = macs;
    }

    /**
     * Snapshot of what is taken where.
     *
     * @param macs 48 bits each, by index of the interface.
     * @return immutable copy.
     */
    static VirtualMacSnapshot of(final SortedMap<Integer, SortedSet<Long>> macs)
    {
        return new VirtualMacSnapshot(
            macs.keySet().stream().mapToInt(Integer::intValue).toArray(),
            macs.values().stream()
                .map((ofInterface) -> ofInterface.stream().mapToLong(Long::longValue).toArray())
                .toArray(long[][]::new));
    }

    /**
     * Whether a frame is for this host. Allocates nothing.
     *
     * @param interfaceIndex by which it came.
     * @param mac            to which it was sent, 48 bits.
     * @return true if a macvlan interface above that interface takes it.
     */
    boolean contains(final int interfaceIndex, final long mac)
    {
        for (int i = 0; i < interfaces.length; i++)
        {
            if (interfaceIndex == interfaces[i])
            {
                for (final long candidate : macs[i])
                {
                    if (mac == candidate)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /**
     * What an interface takes.
     *
     * @param interfaceIndex of the interface.
     * @return 48 bits each, in order; a copy.
     */
    long[] macs(final int interfaceIndex)
    {
        final int i = Arrays.binarySearch(interfaces, interfaceIndex);
        return i < 0 ? NONE : macs[i].clone();
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof VirtualMacSnapshot that &&
            Arrays.equals(interfaces, that.interfaces) && Arrays.deepEquals(macs, that.macs);
    }

    @Override
    public int hashCode()
    {
        return 31 * Arrays.hashCode(interfaces) + Arrays.deepHashCode(macs);
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < interfaces.length; i++)
        {
            text.append(interfaces[i]).append(':');
            for (final long mac : macs[i])
            {
                text.append(String.format(" %012x", mac));
            }
            text.append('\n');
        }

        return text.toString();
    }
}
