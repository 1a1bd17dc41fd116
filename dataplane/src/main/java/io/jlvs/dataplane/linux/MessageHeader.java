/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Layouts for sendmmsg(2) and poll(2) on 64-bit Linux, native byte order.
 * <pre>
 *   struct mmsghdr                          struct iovec            struct pollfd
 *    0  msg_name       8  msg_namelen        0  iov_base             0  fd
 *   16  msg_iov       24  msg_iovlen         8  iov_len              4  events (u16)
 *   32  msg_control   40  msg_controllen                             6  revents (u16)
 *   48  msg_flags     56  msg_len
 * </pre>
 */
public final class MessageHeader
{
    public static final int IOVEC_ADDRESS = 16;
    public static final int IOVEC_COUNT = 24;
    public static final int LENGTH = 64;

    public static final int IOVEC_BASE = 0;
    public static final int IOVEC_LENGTH = 8;
    public static final int IOVEC_SIZE = 16;

    public static final int POLL_FD = 0;
    public static final int POLL_EVENTS = 4;
    public static final int POLL_RETURNED_EVENTS = 6;
    public static final int POLL_SIZE = 8;

    private MessageHeader()
    {
    }
}
