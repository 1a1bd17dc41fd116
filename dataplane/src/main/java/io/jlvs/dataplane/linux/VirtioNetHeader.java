/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Layout of {@code struct virtio_net_hdr} (include/uapi/linux/virtio_net.h), which stands before each frame of a packet
 * socket with PACKET_VNET_HDR. Fields in native byte order (legacy virtio), not aligned.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 *   |     flags     |   gso_type    |            hdr_len            |
 *   +---------------+---------------+-------------------------------+
 *   |           gso_size            |          csum_start           |
 *   +-------------------------------+-------------------------------+
 *   |          csum_offset          |
 *   +-------------------------------+
 * </pre>
 */
public final class VirtioNetHeader
{
    public static final int FLAGS = 0;
    public static final int GSO_TYPE = FLAGS + 1;
    public static final int HEADER_LENGTH = GSO_TYPE + 1;
    public static final int GSO_SIZE = HEADER_LENGTH + 2;
    public static final int CHECKSUM_START = GSO_SIZE + 2;
    public static final int CHECKSUM_OFFSET = CHECKSUM_START + 2;
    public static final int LENGTH = CHECKSUM_OFFSET + 2;

    private VirtioNetHeader()
    {
    }
}
