/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Layouts for sendmmsg(2), sendmsg(2), recvmsg(2) and poll(2) on 64-bit Linux, native byte order. A struct msghdr is a
 * struct mmsghdr without its last field.
 * <pre>
 *   struct mmsghdr                          struct iovec            struct pollfd         struct cmsghdr
 *    0  msg_name       8  msg_namelen        0  iov_base             0  fd                 0  cmsg_len
 *   16  msg_iov       24  msg_iovlen         8  iov_len              4  events (u16)       8  cmsg_level
 *   32  msg_control   40  msg_controllen                             6  revents (u16)     12  cmsg_type
 *   48  msg_flags     56  msg_len                                                         16  data
 * </pre>
 */
public final class MessageHeader
{
    public static final int NAME_ADDRESS = 0;
    public static final int NAME_LENGTH = 8;
    public static final int IOVEC_ADDRESS = 16;
    public static final int IOVEC_COUNT = 24;
    public static final int CONTROL_ADDRESS = 32;
    public static final int CONTROL_LENGTH = 40;
    public static final int FLAGS = 48;
    public static final int SINGLE_LENGTH = 56;
    public static final int LENGTH = 64;

    public static final int CONTROL_ITEM_LENGTH = 0;
    public static final int CONTROL_ITEM_LEVEL = 8;
    public static final int CONTROL_ITEM_TYPE = 12;
    public static final int CONTROL_ITEM_DATA = 16;
    public static final int CONTROL_ALIGNMENT = 8;

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
