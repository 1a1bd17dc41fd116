/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * A system call failed. The message names the call, the error and the object where there is one, for example
 * {@code bind(AF_PACKET, interface 7): ENODEV (No such device)}.
 */
public final class NativeException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Failure of a call.
     *
     * @param call  name of the call with what tells it apart, for example "setsockopt(PACKET_RX_RING)".
     * @param errno positive error number.
     */
    public NativeException(final String call, final int errno)
    {
        super(call + ": " + Errno.name(errno) + " (" + Errno.text(errno) + ")");
        this.errno = errno;
    }

    /**
     * Error number.
     *
     * @return a constant of {@link Errno}.
     */
    public int errno()
    {
        return errno;
    }
}
