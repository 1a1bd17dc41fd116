/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

import java.util.function.Consumer;

/**
 * An interface that is listened on and asked through. Promiscuous: without it a network card may keep adverts back
 * whose group this host has not joined, and joining would be a message to the switch. One thread.
 */
final class WireTap implements AutoCloseable
{
    /** Longest advert: 255 addresses of IPv6 and headers. */
    private static final int SNAP_LENGTH = 8192;
    private static final int READ_TIMEOUT_MS = 1;

    private final String interfaceName;
    private final PcapHandle handle;

    private WireTap(final String interfaceName, final PcapHandle handle)
    {
        this.interfaceName = interfaceName;
        this.handle = handle;
    }

    /**
     * Open an interface.
     *
     * @param interfaceName of an Ethernet interface that is up.
     * @return to be closed.
     * @throws PcapNativeException if it cannot be listened on.
     * @throws NotOpenException    never.
     */
    static WireTap open(final String interfaceName) throws PcapNativeException, NotOpenException
    {
        final PcapHandle handle = new PcapHandle.Builder(interfaceName)
            .snaplen(SNAP_LENGTH)
            .promiscuousMode(PromiscuousMode.PROMISCUOUS)
            .timeoutMillis(READ_TIMEOUT_MS)
            .immediateMode(true)
            .build();
        final WireTap tap = new WireTap(interfaceName, handle);
        try
        {
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            handle.setFilter(HeardReader.FILTER, BpfCompileMode.OPTIMIZE);
        }
        catch (final PcapNativeException ex)
        {
            tap.close();
            throw ex;
        }

        return tap;
    }

    void send(final byte[] frame) throws PcapNativeException, NotOpenException
    {
        handle.sendPacket(frame);
    }

    /**
     * Take frames that are there. Does not wait.
     *
     * @param consumer of what they say.
     * @param limit    of frames.
     * @return number of frames taken, whether they say something or not.
     * @throws NotOpenException never.
     */
    int poll(final Consumer<Heard> consumer, final int limit) throws NotOpenException
    {
        int count = 0;
        byte[] frame = handle.getNextRawPacket();
        while (null != frame)
        {
            HeardReader.read(interfaceName, frame).ifPresent(consumer);
            count++;
            frame = count < limit ? handle.getNextRawPacket() : null;
        }

        return count;
    }

    @Override
    public void close()
    {
        handle.close();
    }
}
