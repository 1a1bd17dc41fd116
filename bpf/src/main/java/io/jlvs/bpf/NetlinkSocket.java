/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * A blocking rtnetlink socket of the network namespace of the calling thread: one request, all its answers.
 */
final class NetlinkSocket implements AutoCloseable
{
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;

    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int FLAG_ACK_TLVS = 0x200;
    private static final int ERROR_LENGTH = Integer.BYTES + NetlinkRequest.HEADER_LENGTH;
    private static final int EXT_ACK_MESSAGE = 1;
    private static final int EINTR = 4;
    private static final int RECEIVE_LENGTH = 64 * 1024;

    private final Pointer memory = Native.allocate(RECEIVE_LENGTH);
    private final int fd;
    private int sequence;

    NetlinkSocket()
    {
        fd = Native.libC().socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
        if (fd < 0)
        {
            throw new BpfException("socket(AF_NETLINK)", Native.errno(), "");
        }

        final Pointer on = Native.allocate(Integer.BYTES);
        on.putInt(0, 1);
        for (final int option : new int[]{NETLINK_CAP_ACK, NETLINK_EXT_ACK})
        {
            if (Native.libC().setsockopt(fd, SOL_NETLINK, option, on, Integer.BYTES) < 0)
            {
                final int errno = Native.errno();
                close();
                throw new BpfException("setsockopt(SOL_NETLINK, " + option + ")", errno, "");
            }
        }
    }

    /**
     * Send a request and wait for its end.
     *
     * @param call    for the exception.
     * @param request with an acknowledgement or a dump asked for.
     * @return the bodies of the answers, without netlink header, in host byte order.
     * @throws BpfException with the kernel's words if it refuses.
     */
    List<ByteBuffer> request(final String call, final NetlinkRequest request)
    {
        sequence++;
        final byte[] bytes = request.encode(sequence);
        memory.put(0, bytes, 0, bytes.length);
        if (Native.libC().write(fd, memory, bytes.length) < 0)
        {
            throw new BpfException(call, Native.errno(), "");
        }

        final List<ByteBuffer> answers = new ArrayList<>();
        boolean done = false;
        while (!done)
        {
            done = onMessages(call, receive(call), answers);
        }

        return answers;
    }

    @Override
    public void close()
    {
        Native.libC().close(fd);
    }

    private ByteBuffer receive(final String call)
    {
        long length = Native.libC().read(fd, memory, RECEIVE_LENGTH);
        while (length < 0 && Native.errno() == EINTR)
        {
            length = Native.libC().read(fd, memory, RECEIVE_LENGTH);
        }

        if (length < 0)
        {
            throw new BpfException(call + ", answer", Native.errno(), "");
        }

        final byte[] bytes = new byte[(int)length];
        memory.get(0, bytes, 0, bytes.length);

        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private boolean onMessages(final String call, final ByteBuffer messages, final List<ByteBuffer> answers)
    {
        boolean done = false;
        int offset = 0;
        while (!done && offset + NetlinkRequest.HEADER_LENGTH <= messages.limit())
        {
            final int length = messages.getInt(offset);
            final int type = messages.getShort(offset + TYPE_OFFSET);
            final ByteBuffer body = messages
                .slice(offset + NetlinkRequest.HEADER_LENGTH, length - NetlinkRequest.HEADER_LENGTH)
                .order(ByteOrder.nativeOrder());

            if (messages.getInt(offset + SEQUENCE_OFFSET) == sequence)
            {
                if (type == NLMSG_ERROR || type == NLMSG_DONE)
                {
                    final boolean hasText = (messages.getShort(offset + FLAGS_OFFSET) & FLAG_ACK_TLVS) != 0;
                    onEnd(call, type, body, hasText);
                    done = true;
                }
                else
                {
                    answers.add(body);
                }
            }

            offset += NetlinkRequest.align(length);
        }

        return done;
    }

    private static void onEnd(final String call, final int type, final ByteBuffer body, final boolean hasText)
    {
        final int error = body.limit() < Integer.BYTES ? 0 : body.getInt(0);
        if (error < 0)
        {
            final int textOffset = type == NLMSG_ERROR ? ERROR_LENGTH : Integer.BYTES;
            throw new BpfException(call, -error, hasText ? text(body, textOffset) : "");
        }
    }

    private static String text(final ByteBuffer body, final int offset)
    {
        final ByteBuffer value = NetlinkAttributes.find(body, offset, EXT_ACK_MESSAGE);

        return value == null ? "" : StandardCharsets.UTF_8.decode(value).toString().replace("\0", "");
    }
}
