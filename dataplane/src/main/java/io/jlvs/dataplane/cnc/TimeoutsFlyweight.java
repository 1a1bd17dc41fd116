/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_INT;

/**
 * Time-outs in seconds: the command that sets them and the event that tells them.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                       TCP ESTABLISHED                         |
 *  +---------------------------------------------------------------+
 *  |                        TCP FIN_WAIT                           |
 *  +---------------------------------------------------------------+
 *  |                             UDP                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class TimeoutsFlyweight extends MessageFlyweight
{
    private static final int TCP_OFFSET = MessageFlyweight.LENGTH;
    private static final int TCP_FIN_OFFSET = TCP_OFFSET + SIZE_OF_INT;
    private static final int UDP_OFFSET = TCP_FIN_OFFSET + SIZE_OF_INT;

    /** Length in bytes. */
    public static final int LENGTH = UDP_OFFSET + SIZE_OF_INT;

    /**
     * The time-outs.
     *
     * @return a new record.
     */
    public TimeoutsRow timeouts()
    {
        return new TimeoutsRow(
            buffer.getInt(offset + TCP_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + TCP_FIN_OFFSET, LITTLE_ENDIAN),
            buffer.getInt(offset + UDP_OFFSET, LITTLE_ENDIAN));
    }

    /**
     * Set the time-outs.
     *
     * @param timeouts in seconds.
     */
    public void timeouts(final TimeoutsRow timeouts)
    {
        buffer.putInt(offset + TCP_OFFSET, timeouts.tcp(), LITTLE_ENDIAN);
        buffer.putInt(offset + TCP_FIN_OFFSET, timeouts.tcpFin(), LITTLE_ENDIAN);
        buffer.putInt(offset + UDP_OFFSET, timeouts.udp(), LITTLE_ENDIAN);
    }
}
