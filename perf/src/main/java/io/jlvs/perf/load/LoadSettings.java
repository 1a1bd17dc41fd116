/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the generator sends; struct load_settings of generator.bpf.c:
 * <pre>
 *   0   interface      4   flows          8   interval       16  credit_limit
 *   24  first_client   28  service        32  port           34  target_mac[6]
 *   40  source_mac[6]  46  fresh
 * </pre>
 *
 * @param interfaceIndex that packets leave by; 0 to drop them where they were made.
 * @param flows          number of flows, picked at random for each packet; 0 to drop all.
 * @param packetsPerSecond rate, or 0 for as many as the CPU can.
 * @param firstClient    address of the first 8,192 flows; the next ones have the next address.
 * @param service        address.
 * @param port           of the service.
 * @param targetMac      of the director.
 * @param sourceMac      of the client.
 * @param fresh          of 1024 packets so many are the first and only ones of a flow.
 */
record LoadSettings(
    int interfaceIndex,
    int flows,
    long packetsPerSecond,
    int firstClient,
    int service,
    int port,
    long targetMac,
    long sourceMac,
    int fresh)
{
    /** Length of the struct. */
    static final int LENGTH = 48;

    private static final int NO_FLOWS = 0;
    private static final int FLOWS_OFFSET = 4;
    private static final int INTERVAL_OFFSET = 8;
    private static final int CREDIT_LIMIT_OFFSET = 16;
    private static final int FIRST_CLIENT_OFFSET = 24;
    private static final int SERVICE_OFFSET = 28;
    private static final int PORT_OFFSET = 32;
    private static final int TARGET_MAC_OFFSET = 34;
    private static final int SOURCE_MAC_OFFSET = 40;
    private static final int FRESH_OFFSET = 46;
    private static final int MAC_LENGTH = 6;

    private static final long UNITS_PER_SECOND = 1_000_000_000L << 10;
    /** A pause of the sender is caught up with, up to so many seconds of it in a thousand. */
    private static final long CREDIT_LIMIT = UNITS_PER_SECOND / 1_000;

    /**
     * As the program reads it.
     *
     * @return bytes of the struct.
     */
    byte[] encode()
    {
        final ByteBuffer buffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        buffer.putInt(0, interfaceIndex);
        buffer.putInt(FLOWS_OFFSET, flows);
        buffer.putLong(INTERVAL_OFFSET, 0 == packetsPerSecond ? 0 : UNITS_PER_SECOND / packetsPerSecond);
        buffer.putLong(CREDIT_LIMIT_OFFSET, CREDIT_LIMIT);
        buffer.putInt(FIRST_CLIENT_OFFSET, firstClient);
        buffer.putInt(SERVICE_OFFSET, service);
        buffer.putShort(PORT_OFFSET, (short)port);
        putMac(buffer, TARGET_MAC_OFFSET, targetMac);
        putMac(buffer, SOURCE_MAC_OFFSET, sourceMac);
        buffer.putShort(FRESH_OFFSET, (short)fresh);

        return buffer.array();
    }

    /**
     * The same, but nothing is sent.
     *
     * @return other settings.
     */
    LoadSettings stopped()
    {
        return new LoadSettings(
            interfaceIndex, NO_FLOWS, packetsPerSecond, firstClient, service, port, targetMac, sourceMac, fresh);
    }

    /**
     * Whether settings say that nothing is sent.
     *
     * @param encoded settings.
     * @return true if so.
     */
    static boolean isStopped(final byte[] encoded)
    {
        return NO_FLOWS == ByteBuffer.wrap(encoded).order(ByteOrder.nativeOrder()).getInt(FLOWS_OFFSET);
    }

    private static void putMac(final ByteBuffer buffer, final int offset, final long mac)
    {
        for (int i = 0; i < MAC_LENGTH; i++)
        {
            buffer.put(offset + i, (byte)(mac >>> Byte.SIZE * (MAC_LENGTH - 1 - i)));
        }
    }
}
