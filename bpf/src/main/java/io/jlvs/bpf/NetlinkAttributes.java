/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads netlink attributes: length (u16, with this header), type (u16), value, padding to 4 bytes.
 */
final class NetlinkAttributes
{
    private static final int TYPE_MASK = 0x3fff;
    private static final int TYPE_OFFSET = 2;

    private NetlinkAttributes()
    {
    }

    /**
     * Find an attribute.
     *
     * @param body   with attributes from an offset to its limit.
     * @param offset of the first attribute.
     * @param type   wanted.
     * @return its value in host byte order, or null if there is none.
     */
    static ByteBuffer find(final ByteBuffer body, final int offset, final int type)
    {
        int position = offset;
        while (position + NetlinkRequest.ATTRIBUTE_HEADER_LENGTH <= body.limit())
        {
            final int length = Short.toUnsignedInt(body.getShort(position));
            if (length < NetlinkRequest.ATTRIBUTE_HEADER_LENGTH || position + length > body.limit())
            {
                return null;
            }

            if ((body.getShort(position + TYPE_OFFSET) & TYPE_MASK) == type)
            {
                return body
                    .slice(
                        position + NetlinkRequest.ATTRIBUTE_HEADER_LENGTH,
                        length - NetlinkRequest.ATTRIBUTE_HEADER_LENGTH)
                    .order(ByteOrder.nativeOrder());
            }

            position += NetlinkRequest.align(length);
        }

        return null;
    }

    /**
     * A value as text.
     *
     * @param value ended by a 0 byte; may be null.
     * @return the text, empty for null.
     */
    static String text(final ByteBuffer value)
    {
        return value == null ? "" : StandardCharsets.US_ASCII.decode(value.duplicate()).toString().replace("\0", "");
    }
}
