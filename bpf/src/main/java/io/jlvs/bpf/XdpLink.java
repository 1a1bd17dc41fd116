/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * An XDP program on an interface, in the driver's own (native) mode. It leaves with {@link #close()} or with the
 * process, however that ends.
 */
public final class XdpLink implements AutoCloseable
{
    /** {@code BPF_XDP} of enum bpf_attach_type. */
    private static final int ATTACH_TYPE = 37;
    /** {@code XDP_FLAGS_DRV_MODE} of linux/if_link.h. */
    private static final int FLAG_NATIVE = 1 << 2;

    // struct bpf_link_create_opts { size_t sz; __u32 flags; ... }; libbpf takes a shorter struct by its size.
    private static final int FLAGS_OFFSET = Long.BYTES;
    private static final int OPTIONS_LENGTH = FLAGS_OFFSET + Long.BYTES;

    private final int fd;
    private boolean isClosed;

    private XdpLink(final int fd)
    {
        this.fd = fd;
    }

    /**
     * Attach a program to an interface that has none.
     *
     * @param programFd      of a loaded program; stays with its owner.
     * @param interfaceIndex in the network namespace of this thread.
     * @return the link, owned by the caller.
     * @throws BpfException if the kernel refuses: EBUSY if another program is there.
     */
    public static XdpLink attach(final int programFd, final int interfaceIndex)
    {
        final Pointer options = Native.allocate(OPTIONS_LENGTH);
        options.putLong(0, OPTIONS_LENGTH);
        options.putInt(FLAGS_OFFSET, FLAG_NATIVE);

        return new XdpLink(Native.check(
            "bpf_link_create(XDP, interface " + interfaceIndex + ")",
            Native.libBpf().createLink(programFd, interfaceIndex, ATTACH_TYPE, options)));
    }

    /**
     * Detach.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            Native.libC().close(fd);
        }
    }
}
