/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * Keyed hash of a flow, with 64-bit multiplications only, so that a BPF program computes the same.
 * <p>
 * The 32-bit words of the key are summed up, each times a secret 64-bit number (multilinear hashing: whatever two
 * keys a stranger picks, their sums agree in the upper 32 bits with a chance of one in 2^32), then a fixed mixing
 * spreads runs of neighbouring sums, which linear probing would suffer from. Words are numeric values of the
 * network-order fields: IPv4 source, destination, ports (source in the upper half), kind; IPv6 the four words of
 * the source, the four of the destination, ports, kind. The secret numbers are the outputs of SplitMix64 from the
 * seed: one to start with, then one for each word. Immutable.
 */
public final class FlowHash
{
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long SPLIT_MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long SPLIT_MIX_2 = 0x94D049BB133111EBL;
    private static final long MIX = 0xD6E8FEB86659FD93L;
    private static final long WORD = 0xFFFF_FFFFL;

    private final long start;
    private final long key1;
    private final long key2;
    private final long key3;
    private final long key4;
    private final long key5;
    private final long key6;
    private final long key7;
    private final long key8;
    private final long key9;
    private final long key10;

    /**
     * Derive the secret numbers.
     *
     * @param seed secret random number.
     */
    public FlowHash(final long seed)
    {
        start = splitMix(seed, 1);
        key1 = splitMix(seed, 2);
        key2 = splitMix(seed, 3);
        key3 = splitMix(seed, 4);
        key4 = splitMix(seed, 5);
        key5 = splitMix(seed, 6);
        key6 = splitMix(seed, 7);
        key7 = splitMix(seed, 8);
        key8 = splitMix(seed, 9);
        key9 = splitMix(seed, 10);
        key10 = splitMix(seed, 11);
    }

    /**
     * The secret numbers, for a program that computes the same hash.
     *
     * @return the number to start with, then one for each word.
     */
    public long[] keys()
    {
        return new long[] {start, key1, key2, key3, key4, key5, key6, key7, key8, key9, key10};
    }

    /**
     * Hash of an IPv4 flow.
     *
     * @param source      address.
     * @param destination address.
     * @param ports       source port in the upper half, destination port in the lower.
     * @param kind        byte of the entry.
     * @return 64 bits, of which the upper 32 give the home slot.
     */
    public long ipv4(final int source, final int destination, final int ports, final int kind)
    {
        return mix(
            start + (source & WORD) * key1 + (destination & WORD) * key2 + (ports & WORD) * key3 + kind * key4);
    }

    /**
     * Hash of an IPv6 flow.
     *
     * @param sourceHigh      high 64 bits of the source address.
     * @param sourceLow       low 64 bits.
     * @param destinationHigh high 64 bits of the destination address.
     * @param destinationLow  low 64 bits.
     * @param ports           source port in the upper half, destination port in the lower.
     * @param kind            byte of the entry.
     * @return 64 bits, of which the upper 32 give the home slot.
     */
    public long ipv6(
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow,
        final int ports,
        final int kind)
    {
        return mix(
            start +
            (sourceHigh >>> 32) * key1 + (sourceHigh & WORD) * key2 +
            (sourceLow >>> 32) * key3 + (sourceLow & WORD) * key4 +
            (destinationHigh >>> 32) * key5 + (destinationHigh & WORD) * key6 +
            (destinationLow >>> 32) * key7 + (destinationLow & WORD) * key8 +
            (ports & WORD) * key9 + kind * key10);
    }

    /**
     * Home slot of a hash.
     *
     * @param hash     of the key.
     * @param capacity of the table.
     * @return 0..capacity-1.
     */
    public static int slot(final long hash, final int capacity)
    {
        return (int)(((hash >>> 32) * capacity) >>> 32);
    }

    private static long mix(final long sum)
    {
        long hash = sum;
        hash = (hash ^ (hash >>> 32)) * MIX;
        return (hash ^ (hash >>> 32)) * MIX;
    }

    private static long splitMix(final long seed, final int index)
    {
        long value = seed + index * GOLDEN_GAMMA;
        value = (value ^ (value >>> 30)) * SPLIT_MIX_1;
        value = (value ^ (value >>> 27)) * SPLIT_MIX_2;
        return value ^ (value >>> 31);
    }
}
