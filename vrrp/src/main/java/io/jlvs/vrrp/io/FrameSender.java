/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.io;

import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/**
 * Sends frames by one interface through libpcap, and receives none. One owner; one thread.
 */
final class FrameSender implements AutoCloseable
{
    /** Every frame fails it: else libpcap would copy the traffic of the director to a ring that nobody reads. */
    private static final String NO_FRAME = "less 0";
    private static final int SNAP_LENGTH = 64;
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int READ_TIMEOUT_MS = 1000;

    private final String interfaceName;
    private final PcapHandle handle;

    private FrameSender(final String interfaceName, final PcapHandle handle)
    {
        this.interfaceName = interfaceName;
        this.handle = handle;
    }

    /**
     * Open an interface that is up. The first in a process loads libpcap and takes 0.2 s, another one 10 ms.
     *
     * @param interfaceName in this network namespace.
     * @throws PcapNativeException if it is down or not there.
     */
    static FrameSender open(final String interfaceName) throws PcapNativeException
    {
        final PcapHandle handle = new PcapHandle.Builder(interfaceName)
            .snaplen(SNAP_LENGTH)
            .bufferSize(BUFFER_LENGTH)
            .timeoutMillis(READ_TIMEOUT_MS)
            .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
            .build();
        try
        {
            handle.setFilter(NO_FRAME, BpfCompileMode.OPTIMIZE);
            return new FrameSender(interfaceName, handle);
        }
        catch (final NotOpenException ex)
        {
            throw new IllegalStateException("nobody else has this handle", ex);
        }
        catch (final PcapNativeException | RuntimeException ex)
        {
            handle.close();
            throw ex;
        }
    }

    String interfaceName()
    {
        return interfaceName;
    }

    /**
     * Send a frame.
     *
     * @throws PcapNativeException if the interface is down, or is no more.
     */
    void send(final byte[] frame, final int length) throws PcapNativeException
    {
        try
        {
            trySend(frame, length);
        }
        catch (final PcapNativeException ex)
        {
            // The first attempt after the link was down only fetches the error that the socket has kept since then.
            trySend(frame, length);
        }
    }

    private void trySend(final byte[] frame, final int length) throws PcapNativeException
    {
        try
        {
            handle.sendPacket(frame, length);
        }
        catch (final NotOpenException ex)
        {
            throw new IllegalStateException(interfaceName + " is closed", ex);
        }
    }

    @Override
    public void close()
    {
        handle.close();
    }
}
