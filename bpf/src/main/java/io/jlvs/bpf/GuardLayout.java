/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Names and bytes that guard.bpf.c and Java share (maps.h). The key of a service, in network byte order:
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 *   |  ipv6 (1, 0)  |   protocol    |             port              |
 *   +---------------+---------------+-------------------------------+
 *   |       address, 16 bytes; an IPv4 address in the last 4        |
 *   +---------------------------------------------------------------+
 * </pre>
 */
final class GuardLayout
{
    /** Version of the layout, first word of the owner. */
    static final int VERSION = 1;

    static final String RESOURCE = "guard.bpf.o";
    static final String OBJECT_NAME = "jlvs";
    static final String PROGRAM = "jlvs_guard";
    static final String OWNER_MAP = OBJECT_NAME + ".rodata";
    static final String SERVICES_MAP = "services";
    static final String DROPS_MAP = "drops";

    static final int KEY_IPV6_OFFSET = 0;
    static final int KEY_PROTOCOL_OFFSET = KEY_IPV6_OFFSET + Byte.BYTES;
    static final int KEY_PORT_OFFSET = KEY_PROTOCOL_OFFSET + Byte.BYTES;
    static final int KEY_ADDRESS_OFFSET = KEY_PORT_OFFSET + Short.BYTES;
    static final int KEY_LENGTH = KEY_ADDRESS_OFFSET + 2 * Long.BYTES;

    static final int VALUE_LENGTH = Integer.BYTES;

    private GuardLayout()
    {
    }

    static byte[] key(
        final boolean ipv6, final int protocol, final long addressHigh, final long addressLow, final int port)
    {
        return ByteBuffer.allocate(KEY_LENGTH)
            .order(ByteOrder.BIG_ENDIAN)
            .put(KEY_IPV6_OFFSET, (byte)(ipv6 ? 1 : 0))
            .put(KEY_PROTOCOL_OFFSET, (byte)protocol)
            .putShort(KEY_PORT_OFFSET, (short)port)
            .putLong(KEY_ADDRESS_OFFSET, addressHigh)
            .putLong(KEY_ADDRESS_OFFSET + Long.BYTES, addressLow)
            .array();
    }
}
