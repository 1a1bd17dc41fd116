/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Layout of a receive ring of version TPACKET_V3 (include/uapi/linux/if_packet.h). The ring is an array of blocks; a
 * block holds frames of any length, each behind a {@code struct tpacket3_hdr}. Fields in native byte order.
 * <pre>
 *   block: struct tpacket_block_desc       frame: struct tpacket3_hdr, then at 48 struct sockaddr_ll
 *    0  version                             0  tp_next_offset (from this frame; 0 for the last one)
 *    4  offset_to_priv                      4  tp_sec
 *    8  block_status                        8  tp_nsec
 *   12  num_pkts                           12  tp_snaplen
 *   16  offset_to_first_pkt                16  tp_len
 *   20  blk_len                            20  tp_status
 *   24  seq_num                            24  tp_mac (u16), tp_net (u16)
 *   32  ts_first_pkt, ts_last_pkt          28  tp_rxhash
 *                                          32  tp_vlan_tci
 *                                          36  tp_vlan_tpid (u16), tp_padding
 *   ring: struct tpacket_req3
 *    0  tp_block_size     4  tp_block_nr    8  tp_frame_size   12  tp_frame_nr
 *   16  tp_retire_blk_tov (ms)             20  tp_sizeof_priv  24  tp_feature_req_word
 * </pre>
 */
public final class TpacketV3
{
    public static final int BLOCK_STATUS = 8;
    public static final int BLOCK_FRAME_COUNT = 12;
    public static final int BLOCK_FIRST_FRAME = 16;
    public static final int BLOCK_LENGTH = 20;

    public static final int FRAME_NEXT_OFFSET = 0;
    public static final int FRAME_CAPTURED_LENGTH = 12;
    public static final int FRAME_WIRE_LENGTH = 16;
    public static final int FRAME_STATUS = 20;
    public static final int FRAME_MAC_OFFSET = 24;
    public static final int FRAME_VLAN_TCI = 32;
    public static final int FRAME_VLAN_TPID = 36;
    public static final int FRAME_ADDRESS = 48;
    /** {@code sll_pkttype} of the {@code struct sockaddr_ll}. */
    public static final int FRAME_PACKET_TYPE = FRAME_ADDRESS + 10;
    /** First byte behind both headers (TPACKET3_HDRLEN); the kernel writes nothing between here and the frame. */
    public static final int FRAME_HEADERS_LENGTH = FRAME_ADDRESS + 20;

    static final int REQUEST_BLOCK_LENGTH = 0;
    static final int REQUEST_BLOCK_COUNT = 4;
    static final int REQUEST_FRAME_LENGTH = 8;
    static final int REQUEST_FRAME_COUNT = 12;
    static final int REQUEST_RETIRE_TIMEOUT = 16;
    static final int REQUEST_LENGTH = 28;

    /** {@code block_status}: the block belongs to the kernel. */
    public static final int STATUS_KERNEL = 0;
    /** {@code block_status} and {@code tp_status}: filled, for user space. */
    public static final int STATUS_USER = 1;
    public static final int STATUS_VLAN_VALID = 1 << 4;
    public static final int STATUS_VLAN_TPID_VALID = 1 << 6;

    private TpacketV3()
    {
    }
}
