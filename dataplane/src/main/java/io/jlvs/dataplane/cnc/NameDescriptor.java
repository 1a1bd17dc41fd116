/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A short name in a message: 16 bytes, padded with NUL, of which the last one is always NUL (IP_VS_SCHEDNAME_MAXLEN and
 * IP_VS_PENAME_MAXLEN in include/uapi/linux/ip_vs.h).
 */
final class NameDescriptor
{
    /** Length in a message. */
    static final int LENGTH = 16;
    /** Longest name in bytes of UTF-8. */
    static final int MAX_NAME_LENGTH = LENGTH - 1;

    private NameDescriptor()
    {
    }

    static boolean fits(final String name)
    {
        return name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_LENGTH && name.indexOf('\0') < 0;
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final String name)
    {
        if (!fits(name))
        {
            throw new IllegalArgumentException(
                "name '" + name + "' is longer than " + MAX_NAME_LENGTH + " bytes, or contains NUL");
        }

        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        buffer.setMemory(offset, LENGTH, (byte)0);
        buffer.putBytes(offset, bytes);
    }

    static String get(final DirectBuffer buffer, final int offset)
    {
        int length = 0;
        while (length < MAX_NAME_LENGTH && 0 != buffer.getByte(offset + length))
        {
            length++;
        }

        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
