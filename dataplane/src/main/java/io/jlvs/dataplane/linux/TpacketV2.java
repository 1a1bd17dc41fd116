/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Layout of a slot of a transmit ring of version TPACKET_V2 (include/uapi/linux/if_packet.h). Fields in native byte
 * order.
 * <pre>
 *    0  tp_status
 *    4  tp_len (of the data, virtio header included)
 *    8  tp_snaplen ... (not read by the kernel when sending)
 *   32  data: virtio header, frame (the place where received frames have their struct sockaddr_ll)
 * </pre>
 */
public final class TpacketV2
{
    public static final int STATUS = 0;
    public static final int DATA_LENGTH = 4;
    public static final int DATA = 32;

    /** {@code tp_status}: free. */
    public static final int STATUS_AVAILABLE = 0;
    /** {@code tp_status}: to be sent. */
    public static final int STATUS_SEND_REQUEST = 1;

    private TpacketV2()
    {
    }
}
