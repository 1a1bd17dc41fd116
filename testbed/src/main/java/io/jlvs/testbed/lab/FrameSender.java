/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/**
 * Puts frames on a wire as they are, past the host's own network stack. One thread at a time.
 */
public final class FrameSender implements AutoCloseable
{
    private static final int SNAP_LENGTH = 64;
    private static final int READ_TIMEOUT_MS = 1;

    private final PcapHandle handle;

    private FrameSender(final PcapHandle handle)
    {
        this.handle = handle;
    }

    /**
     * Open an interface for sending, at the latest until the lab is closed.
     *
     * @param host          that sends.
     * @param interfaceName such as "eth0".
     * @return a sender.
     */
    public static FrameSender open(final Host host, final String interfaceName)
    {
        final PcapHandle handle = host.call(() -> new PcapHandle.Builder(interfaceName)
            .snaplen(SNAP_LENGTH)
            .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
            .timeoutMillis(READ_TIMEOUT_MS)
            .build());
        return host.lab().closeLater(new FrameSender(handle));
    }

    /**
     * Send a frame.
     *
     * @param frame from the destination MAC address on; at least 14 bytes, at most the MTU and 14.
     * @throws LabException when the kernel refuses it.
     */
    public void send(final byte[] frame)
    {
        try
        {
            handle.sendPacket(frame);
        }
        catch (final PcapNativeException | NotOpenException ex)
        {
            throw new LabException("cannot send " + new CapturedFrame(0, frame), ex);
        }
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        if (handle.isOpen())
        {
            handle.close();
        }
    }
}
