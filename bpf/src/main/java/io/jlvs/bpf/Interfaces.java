/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The interfaces of the network namespace of the calling thread, up or down, with or without addresses.
 */
final class Interfaces
{
    private static final int RTM_GETLINK = 18;
    // struct ifinfomsg: 0 family   2 type   4 index   8 flags   12 change
    private static final int INDEX_OFFSET = 4;
    private static final int IFINFOMSG_LENGTH = 16;

    private Interfaces()
    {
    }

    static List<Integer> indexes()
    {
        try (NetlinkSocket socket = new NetlinkSocket())
        {
            return socket
                .request(
                    "listing the interfaces",
                    new NetlinkRequest(RTM_GETLINK, NetlinkRequest.FLAG_DUMP).zeros(IFINFOMSG_LENGTH))
                .stream()
                .map((final ByteBuffer body) -> body.getInt(INDEX_OFFSET))
                .toList();
        }
    }
}
