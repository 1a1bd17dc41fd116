/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

/**
 * A program at tcx ingress of an interface (Linux 6.6), before those that are there. It belongs to the interface: it
 * goes with {@link #close()} or with the interface, not with the process.
 */
public final class TcxProgram implements AutoCloseable
{
    private final int programFd;
    private final int interfaceIndex;
    private boolean isClosed;

    private TcxProgram(final int programFd, final int interfaceIndex)
    {
        this.programFd = programFd;
        this.interfaceIndex = interfaceIndex;
    }

    /**
     * Attach a program.
     *
     * @param programFd      of a loaded program; stays with its owner and is open until {@link #close()}.
     * @param interfaceIndex in the network namespace of this thread.
     * @return the attachment, owned by the caller.
     * @throws BpfException if the kernel refuses: EEXIST if the program is there already.
     */
    public static TcxProgram attach(final int programFd, final int interfaceIndex)
    {
        try (TcxIngress ingress = new TcxIngress())
        {
            ingress.attach(interfaceIndex, programFd);
        }

        return new TcxProgram(programFd, interfaceIndex);
    }

    /**
     * Detach; nothing happens if the program or the interface is gone.
     *
     * @throws BpfException if the kernel refuses.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            TcxIngress.detach(interfaceIndex, programFd);
        }
    }
}
