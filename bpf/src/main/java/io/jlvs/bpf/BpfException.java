/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

/**
 * A BPF or netlink call that the kernel refused. The message holds the call, the errno with its text, and what libbpf,
 * the verifier or netlink said about it.
 */
public final class BpfException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * A refused call.
     *
     * @param call   what was called and on what, for example "bpf_prog_attach(ingress, interface 3)".
     * @param errno  positive errno, 0 if there is none.
     * @param detail the kernel's or libbpf's own words; empty if there are none.
     */
    BpfException(final String call, final int errno, final String detail)
    {
        super(message(call, errno, detail));
        this.errno = errno;
    }

    /**
     * The kernel's error number.
     *
     * @return positive errno, 0 if there is none.
     */
    public int errno()
    {
        return errno;
    }

    private static String message(final String call, final int errno, final String detail)
    {
        final StringBuilder text = new StringBuilder(call);
        if (errno != 0)
        {
            text.append(": ").append(Native.libC().strerror(errno)).append(" (errno ").append(errno).append(')');
        }
        if (!detail.isBlank())
        {
            text.append(": ").append(detail.strip());
        }

        return text.toString();
    }
}
