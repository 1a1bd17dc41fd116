/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Sole owner of one file descriptor: closes it once. Not thread safe.
 */
public final class FileDescriptor implements AutoCloseable
{
    private int value;

    FileDescriptor(final int value)
    {
        this.value = value;
    }

    /**
     * The number, for system calls.
     *
     * @return the number, borrowed.
     * @throws IllegalStateException after {@link #close()}: the number may belong to somebody else by then.
     */
    public int value()
    {
        if (value < 0)
        {
            throw new IllegalStateException("file descriptor is closed");
        }
        return value;
    }

    /**
     * Close it; does nothing the second time. close(2) has no error that a caller could act on.
     */
    @Override
    public void close()
    {
        if (0 <= value)
        {
            LibC.CALLS.close(value);
            value = -1;
        }
    }
}
