/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NetlinkTest
{
    @Test
    void shouldEncodeHeaderFixedPartAndPaddedAttributes()
    {
        final NetlinkRequest request = new NetlinkRequest(44, NetlinkRequest.FLAG_ACK)
            .trafficControl(7, 1, 2, 3)
            .attribute(1, "bpf");
        final int nested = request.begin(2);
        request.attribute(6, 0x11223344).attribute(7, "guard").end(nested);

        final byte[] bytes = request.encode(9);

        final ByteBuffer expected = ByteBuffer.allocate(68).order(ByteOrder.nativeOrder());
        expected.putInt(68).putShort((short)44).putShort((short)5).putInt(9).putInt(0);
        expected.putInt(0).putInt(7).putInt(1).putInt(2).putInt(3);
        expected.putShort((short)8).putShort((short)1).put(new byte[]{'b', 'p', 'f', 0});
        expected.putShort((short)24).putShort((short)2);
        expected.putShort((short)8).putShort((short)6).putInt(0x11223344);
        expected.putShort((short)10).putShort((short)7).put(new byte[]{'g', 'u', 'a', 'r', 'd', 0, 0, 0});
        assertArrayEquals(expected.array(), bytes);
    }

    @Test
    void shouldFindAttributeBehindOthers()
    {
        final ByteBuffer body = ByteBuffer.allocate(28).order(ByteOrder.nativeOrder());
        body.position(4);
        body.putShort((short)7).putShort((short)1).put(new byte[]{'b', 'p', 'f', 0});
        body.putShort((short)8).putShort((short)(0x8000 | 11)).putInt(99);

        assertEquals(99, NetlinkAttributes.find(body, 4, 11).getInt(0));
        assertEquals("bpf", NetlinkAttributes.text(NetlinkAttributes.find(body, 4, 1)));
        assertNull(NetlinkAttributes.find(body, 4, 5));
    }

    @Test
    void shouldFindNothingInTruncatedAttributes()
    {
        final ByteBuffer body = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        body.putShort(0, (short)64).putShort(2, (short)5);

        assertNull(NetlinkAttributes.find(body, 0, 5));
    }

    @Test
    void shouldListLoopback()
    {
        assertTrue(Interfaces.indexes().contains(1));
    }

    @Test
    void shouldSayWhatKernelRefused()
    {
        try (NetlinkSocket socket = new NetlinkSocket())
        {
            final NetlinkRequest request = new NetlinkRequest(18, NetlinkRequest.FLAG_ACK).zeros(16);

            final BpfException ex =
                assertThrows(BpfException.class, () -> socket.request("asking for no interface", request));

            assertEquals(Native.EINVAL, ex.errno());
            assertTrue(
                ex.getMessage().startsWith("asking for no interface: Invalid argument (errno 22)"), ex::getMessage);
        }
    }
}
