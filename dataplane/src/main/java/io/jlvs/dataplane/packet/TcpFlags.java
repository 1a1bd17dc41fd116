/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

/**
 * Bits of the TCP flags byte, RFC 9293 section 3.1.
 */
public final class TcpFlags
{
    /** No more data from the sender. */
    public static final int FIN = 0x01;
    /** Synchronize sequence numbers. */
    public static final int SYN = 0x02;
    /** Reset the connection. */
    public static final int RST = 0x04;
    /** Push. */
    public static final int PSH = 0x08;
    /** The acknowledgment field is significant. */
    public static final int ACK = 0x10;
    /** Congestion window reduced, RFC 3168 section 6.1. */
    public static final int CWR = 0x80;

    private TcpFlags()
    {
    }
}
