/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * The XDP hook of an interface, over rtnetlink and not by a link: a program belongs to the interface and stays when the
 * process dies, as {@link TcxIngress} does it, without a pin in a bpffs.
 */
final class XdpHook
{
    /**
     * A way of attaching.
     *
     * @param flag  of linux/if_link.h.
     * @param state that the kernel reports, {@code XDP_ATTACHED_*}.
     */
    enum Mode
    {
        /** In the driver. */
        NATIVE(1 << 2, 1),
        /** In the receive path of the kernel, on skbs. */
        GENERIC(1 << 1, 2);

        private final int flag;
        private final int state;

        Mode(final int flag, final int state)
        {
            this.flag = flag;
            this.state = state;
        }
    }

    /**
     * What hangs at an interface.
     *
     * @param programId of the kernel.
     * @param mode      how.
     */
    record Attached(int programId, Mode mode)
    {
    }

    private static final int FLAG_IF_NONE = 1;
    private static final int FLAG_REPLACE = 1 << 4;

    // struct bpf_xdp_attach_opts { size_t sz; int old_prog_fd; }
    private static final int ATTACH_OLD_OFFSET = Long.BYTES;
    private static final int ATTACH_LENGTH = ATTACH_OLD_OFFSET + Long.BYTES;

    // struct bpf_xdp_query_opts { size_t sz; u32 prog_id, drv_prog_id, hw_prog_id, skb_prog_id; u8 attach_mode; }
    private static final int QUERY_PROGRAM_ID_OFFSET = Long.BYTES;
    private static final int QUERY_MODE_OFFSET = QUERY_PROGRAM_ID_OFFSET + 4 * Integer.BYTES;
    private static final int QUERY_LENGTH = QUERY_MODE_OFFSET + Long.BYTES;

    private XdpHook()
    {
    }

    /**
     * The program of an interface.
     *
     * @param interfaceIndex of the kernel.
     * @return null if there is none, or no such interface.
     */
    static Attached query(final int interfaceIndex)
    {
        final Pointer options = Native.allocate(QUERY_LENGTH);
        options.putLong(0, QUERY_LENGTH);
        final int result = Native.libBpf().queryXdp(interfaceIndex, 0, options);
        if (-Native.ENODEV == result)
        {
            return null;
        }

        Native.check("bpf_xdp_query(interface " + interfaceIndex + ")", result);
        final int state = options.getByte(QUERY_MODE_OFFSET);
        if (Mode.NATIVE.state == state)
        {
            return new Attached(options.getInt(QUERY_PROGRAM_ID_OFFSET), Mode.NATIVE);
        }

        return Mode.GENERIC.state == state ?
            new Attached(options.getInt(QUERY_PROGRAM_ID_OFFSET), Mode.GENERIC) : null;
    }

    /**
     * Attach to an interface that has no program.
     *
     * @param interfaceIndex of the kernel.
     * @param mode           how.
     * @param programFd      of the program.
     * @throws BpfException if the driver or the kernel refuses, with its words.
     */
    static void attach(final int interfaceIndex, final Mode mode, final int programFd)
    {
        BpfLog.take();
        Native.check(
            "bpf_xdp_attach(interface " + interfaceIndex + ", " + mode + ")",
            Native.libBpf().attachXdp(interfaceIndex, programFd, mode.flag | FLAG_IF_NONE, null));
    }

    /**
     * Put a program into the place of another, with no packet passing in between.
     *
     * @param interfaceIndex of the kernel.
     * @param mode           of both.
     * @param oldFd          of the program that is there.
     * @param programFd      of the program to be there.
     * @throws BpfException if the kernel refuses, or another program is there by now (EEXIST).
     */
    static void replace(final int interfaceIndex, final Mode mode, final int oldFd, final int programFd)
    {
        BpfLog.take();
        Native.check(
            "bpf_xdp_attach(interface " + interfaceIndex + ", " + mode + ", replacing)",
            Native.libBpf().attachXdp(interfaceIndex, programFd, mode.flag | FLAG_REPLACE, old(oldFd)));
    }

    /**
     * Take a program away; nothing happens if the interface is gone or another program is there by now.
     *
     * @param interfaceIndex of the kernel.
     * @param mode           in which it is attached.
     * @param programFd      of the program.
     */
    static void detach(final int interfaceIndex, final Mode mode, final int programFd)
    {
        BpfLog.take();
        final int result = Native.libBpf().detachXdp(interfaceIndex, mode.flag | FLAG_REPLACE, old(programFd));
        if (-Native.ENODEV != result && -Native.EEXIST != result && -Native.ENOENT != result)
        {
            Native.check("bpf_xdp_detach(interface " + interfaceIndex + ")", result);
        }
    }

    private static Pointer old(final int programFd)
    {
        final Pointer options = Native.allocate(ATTACH_LENGTH);
        options.putLong(0, ATTACH_LENGTH);
        options.putInt(ATTACH_OLD_OFFSET, programFd);

        return options;
    }
}
