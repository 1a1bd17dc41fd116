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
 *
 *   ring: struct tpacket_req
 *    0  tp_block_size     4  tp_block_nr    8  tp_frame_size   12  tp_frame_nr
 * </pre>
 */
public final class TpacketV2
{
    public static final int STATUS = 0;
    public static final int DATA_LENGTH = 4;
    public static final int DATA = 32;

    static final int REQUEST_BLOCK_LENGTH = 0;
    static final int REQUEST_BLOCK_COUNT = 4;
    static final int REQUEST_SLOT_LENGTH = 8;
    static final int REQUEST_SLOT_COUNT = 12;
    static final int REQUEST_LENGTH = 16;

    /** {@code tp_status}: free. */
    public static final int STATUS_AVAILABLE = 0;
    /** {@code tp_status}: to be sent. */
    public static final int STATUS_SEND_REQUEST = 1;

    private TpacketV2()
    {
    }
}
