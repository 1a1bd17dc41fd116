/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.table.FlowHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Names and bytes that director.bpf.c and Java share (director.h). The flow tables' layout is that of
 * {@link io.jlvs.dataplane.table.FlowTableDescriptor}, the destinations' that of
 * {@link io.jlvs.dataplane.engine.DestinationCells}; native byte order.
 * <pre>
 *   struct director_constants                  struct traffic       struct cpu_counts
 *     0   owner, see GuardOwner                  0   packets (u64)    0   packets by outcome (u64[31])
 *   272   capacity_ipv4 (u32)                    8   bytes (u64)    248   identification (u64)
 *   276   capacity_ipv6 (u32)
 *   280   cpus (u32)                           struct port          struct heartbeat, 64 bytes
 *   284   frags (u32)                            0   interface (u32)  0   until (u32)
 *   288   outcomes (u32), padding (u32)          4   flags (u32)
 *   296   hash_ipv4 (u64[11])                    8   mac (u8[6]), padding
 *   384   hash_ipv6 (u64[11])                   16   virtual_routers (u64[8])
 *   472   clock: jiffies, ticks, multiplier, remainder (u64 each)
 * </pre>
 */
final class DirectorLayout
{
    /** Version of the layout, first word of the constants. */
    static final int VERSION = 2;

    static final String RESOURCE = "director.bpf.o";
    static final String OBJECT_NAME = "jlvs";
    static final String PROGRAM = "jlvs_director";
    static final String CONSTANTS_MAP = OBJECT_NAME + ".rodata";
    static final String FLOWS_IPV4_MAP = "flows4";
    static final String FLOWS_IPV6_MAP = "flows6";
    static final String DESTINATIONS_MAP = "destinations";
    static final String TRAFFIC_MAP = "traffic";
    static final String OUTCOMES_MAP = "outcomes";
    static final String PORTS_MAP = "ports";
    static final String HEARTBEAT_MAP = "heartbeat";

    static final int MAX_DESTINATIONS = 16384;
    static final int MAX_PORTS = 256;
    static final int MAX_OUTCOMES = 31;
    static final int HASH_KEYS = 11;

    static final int OWNER_OFFSET = 0;
    static final int CAPACITY_IPV4_OFFSET = OWNER_OFFSET + GuardOwner.LENGTH;
    static final int CAPACITY_IPV6_OFFSET = CAPACITY_IPV4_OFFSET + Integer.BYTES;
    static final int CPUS_OFFSET = CAPACITY_IPV6_OFFSET + Integer.BYTES;
    static final int FRAGS_OFFSET = CPUS_OFFSET + Integer.BYTES;
    static final int OUTCOME_COUNT_OFFSET = FRAGS_OFFSET + Integer.BYTES;
    static final int HASH_IPV4_OFFSET = OUTCOME_COUNT_OFFSET + 2 * Integer.BYTES;
    static final int HASH_IPV6_OFFSET = HASH_IPV4_OFFSET + HASH_KEYS * Long.BYTES;
    static final int CLOCK_OFFSET = HASH_IPV6_OFFSET + HASH_KEYS * Long.BYTES;
    static final int CLOCK_JIFFIES_OFFSET = 0;
    static final int CLOCK_TICKS_OFFSET = CLOCK_JIFFIES_OFFSET + Long.BYTES;
    static final int CLOCK_MULTIPLIER_OFFSET = CLOCK_TICKS_OFFSET + Long.BYTES;
    static final int CLOCK_REMAINDER_OFFSET = CLOCK_MULTIPLIER_OFFSET + Long.BYTES;
    static final int CLOCK_LENGTH = CLOCK_REMAINDER_OFFSET + Long.BYTES;
    static final int CONSTANTS_LENGTH = CLOCK_OFFSET + CLOCK_LENGTH;

    static final int TRAFFIC_PACKETS_OFFSET = 0;
    static final int TRAFFIC_BYTES_OFFSET = TRAFFIC_PACKETS_OFFSET + Long.BYTES;
    static final int TRAFFIC_LENGTH = TRAFFIC_BYTES_OFFSET + Long.BYTES;
    static final int TRAFFIC_ROW_LENGTH = MAX_DESTINATIONS * TRAFFIC_LENGTH;

    static final int COUNTS_PACKETS_OFFSET = 0;
    static final int COUNTS_IDENTIFICATION_OFFSET = COUNTS_PACKETS_OFFSET + MAX_OUTCOMES * Long.BYTES;
    static final int COUNTS_LENGTH = COUNTS_IDENTIFICATION_OFFSET + Long.BYTES;

    static final int PORT_INTERFACE_OFFSET = 0;
    static final int PORT_FLAGS_OFFSET = PORT_INTERFACE_OFFSET + Integer.BYTES;
    static final int PORT_MAC_OFFSET = PORT_FLAGS_OFFSET + Integer.BYTES;
    static final int PORT_VIRTUAL_ROUTERS_OFFSET = PORT_MAC_OFFSET + Long.BYTES;
    static final int VIRTUAL_ROUTER_WORDS = 8;
    static final int PORT_LENGTH = PORT_VIRTUAL_ROUTERS_OFFSET + VIRTUAL_ROUTER_WORDS * Long.BYTES;

    private static final long VIRTUAL_ROUTER_PREFIX = 0x0000_5E00_0100L;
    private static final int IDENTIFIERS = 1 << Byte.SIZE;
    private static final int FAMILIES = 2;

    static final int HEARTBEAT_UNTIL_OFFSET = 0;
    static final int HEARTBEAT_LENGTH = 64;

    private DirectorLayout()
    {
    }

    /**
     * {@code struct director_constants}.
     *
     * @param owner    of the program.
     * @param ipv4     flow table.
     * @param ipv6     flow table.
     * @param cpus     possible ones.
     * @param frags    whether frames may come in several buffers.
     * @param outcomes number of outcomes.
     * @param clock    of the kernel.
     * @return the bytes.
     */
    static byte[] constants(
        final GuardOwner owner,
        final TableShape ipv4,
        final TableShape ipv6,
        final int cpus,
        final boolean frags,
        final int outcomes,
        final KernelClock clock)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(CONSTANTS_LENGTH).order(ByteOrder.nativeOrder());
        buffer.put(OWNER_OFFSET, owner.encode(VERSION));
        buffer.putInt(CAPACITY_IPV4_OFFSET, ipv4.capacity());
        buffer.putInt(CAPACITY_IPV6_OFFSET, ipv6.capacity());
        buffer.putInt(CPUS_OFFSET, cpus);
        buffer.putInt(FRAGS_OFFSET, frags ? 1 : 0);
        buffer.putInt(OUTCOME_COUNT_OFFSET, outcomes);
        putKeys(buffer, HASH_IPV4_OFFSET, ipv4.seed());
        putKeys(buffer, HASH_IPV6_OFFSET, ipv6.seed());
        buffer.putLong(CLOCK_OFFSET + CLOCK_JIFFIES_OFFSET, clock.jiffies());
        buffer.putLong(CLOCK_OFFSET + CLOCK_TICKS_OFFSET, clock.base());
        buffer.putLong(CLOCK_OFFSET + CLOCK_MULTIPLIER_OFFSET, clock.multiplier());
        buffer.putLong(CLOCK_OFFSET + CLOCK_REMAINDER_OFFSET, clock.remainder());

        return buffer.array();
    }

    /**
     * {@code virtual_routers} of a port.
     *
     * @param macs 48 bits each; those that are not of a virtual router (RFC 9568 section 7.3) are left out.
     * @return words with a bit for each, first those of IPv4.
     */
    static long[] virtualRouters(final long[] macs)
    {
        final long[] words = new long[VIRTUAL_ROUTER_WORDS];
        for (final long mac : macs)
        {
            final long number = mac - VIRTUAL_ROUTER_PREFIX;
            if (number >= 0 && number < FAMILIES * IDENTIFIERS)
            {
                words[(int)number / Long.SIZE] |= 1L << number;
            }
        }

        return words;
    }

    /**
     * Rows of the traffic map.
     *
     * @param cpus possible ones.
     * @return a row for each CPU, one for what Java counted, one for its connections (in place of packets).
     */
    static int trafficRows(final int cpus)
    {
        return cpus + 2;
    }

    private static void putKeys(final ByteBuffer buffer, final int offset, final long seed)
    {
        final long[] keys = new FlowHash(seed).keys();
        for (int i = 0; i < keys.length; i++)
        {
            buffer.putLong(offset + i * Long.BYTES, keys[i]);
        }
    }
}
