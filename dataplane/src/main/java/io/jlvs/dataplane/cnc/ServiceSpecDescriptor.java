/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;

/**
 * A {@link ServiceSpec} in a message, little endian.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Scheduler flags                         |
 *  +---------------------------------------------------------------+
 *  |                Persistence time-out in seconds                |
 *  +---------------------------------------------------------------+
 *  |              IPv4 netmask or IPv6 prefix length               |
 *  +-------------------------------------------------------------+-+
 *  |                        Reserved, zero                       |O|
 *  +-------------------------------------------------------------+-+
 *  |                  Scheduler's name (16 bytes)                  |
 *  |                                                              ...
 *  +---------------------------------------------------------------+
 *  |             Persistence engine's name (16 bytes)              |
 *  |                                                              ...
 *  +---------------------------------------------------------------+
 *
 *  O = one-packet scheduling
 * </pre>
 */
final class ServiceSpecDescriptor
{
    private static final int SCHEDULER_FLAGS_OFFSET = 0;
    private static final int PERSISTENCE_TIMEOUT_OFFSET = SCHEDULER_FLAGS_OFFSET + SIZE_OF_INT;
    private static final int NETMASK_OFFSET = PERSISTENCE_TIMEOUT_OFFSET + SIZE_OF_INT;
    private static final int FLAGS_OFFSET = NETMASK_OFFSET + SIZE_OF_INT;
    private static final int SCHEDULER_NAME_OFFSET = FLAGS_OFFSET + SIZE_OF_INT;
    private static final int ENGINE_NAME_OFFSET = SCHEDULER_NAME_OFFSET + NameDescriptor.LENGTH;

    private static final int ONE_PACKET_FLAG = 1;

    /** Length in a message. */
    static final int LENGTH = ENGINE_NAME_OFFSET + NameDescriptor.LENGTH;

    private ServiceSpecDescriptor()
    {
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final ServiceSpec spec)
    {
        buffer.putInt(offset + SCHEDULER_FLAGS_OFFSET, spec.schedulerFlags(), LITTLE_ENDIAN);
        buffer.putInt(offset + PERSISTENCE_TIMEOUT_OFFSET, spec.persistenceTimeoutSeconds(), LITTLE_ENDIAN);
        buffer.putInt(offset + NETMASK_OFFSET, spec.netmask(), LITTLE_ENDIAN);
        buffer.putInt(offset + FLAGS_OFFSET, spec.onePacket() ? ONE_PACKET_FLAG : 0, LITTLE_ENDIAN);
        NameDescriptor.put(buffer, offset + SCHEDULER_NAME_OFFSET, spec.schedulerName());
        NameDescriptor.put(buffer, offset + ENGINE_NAME_OFFSET, spec.persistenceEngine());
    }

    static ServiceSpec get(final DirectBuffer buffer, final int offset)
    {
        return new ServiceSpec(
            NameDescriptor.get(buffer, offset + SCHEDULER_NAME_OFFSET),
            buffer.getInt(offset + SCHEDULER_FLAGS_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + PERSISTENCE_TIMEOUT_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + NETMASK_OFFSET, LITTLE_ENDIAN),
            0 != (buffer.getInt(offset + FLAGS_OFFSET, LITTLE_ENDIAN) & ONE_PACKET_FLAG),
            NameDescriptor.get(buffer, offset + ENGINE_NAME_OFFSET));
    }
}
