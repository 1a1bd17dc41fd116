/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.table.FlowTableDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * Something below the workers that forwards the packets of known flows by the same tables: XDP. It reads the flow
 * tables and the {@link DestinationCells}, and writes last-seen, {@link #traffic} and {@link #outcomes}. All that it
 * does not forward reaches the workers as before.
 * <p>
 * The order of calls: the memory is made when the offload is opened; when the tables hold what was restored,
 * {@link #heartbeat}, which goes on, and {@link #attach}. Conductor only, save the memory itself.
 */
public interface FlowOffload extends AutoCloseable
{
    /**
     * How an interface is served.
     *
     * @param interfaceIndex of the kernel.
     * @param mode           native, generic or none.
     * @param reason         why not a better one; empty if there is none better.
     */
    record Attachment(int interfaceIndex, Mode mode, String reason)
    {
    }

    /** Ways of serving an interface, best first. */
    enum Mode
    {
        /** In the driver, before the kernel has made anything of a frame. */
        NATIVE,
        /** In the kernel's receive path, before AF_PACKET. */
        GENERIC,
        /** Not at all: AF_PACKET alone. */
        NONE
    }

    /**
     * Memory of the IPv4 flow table, zeroed, of {@link FlowTableDescriptor#regionLength}.
     *
     * @return the memory, shared with the offload.
     */
    UnsafeBuffer flowsIpv4();

    /**
     * Memory of the IPv6 flow table.
     *
     * @return the memory, shared with the offload.
     */
    UnsafeBuffer flowsIpv6();

    /**
     * Where another process finds the IPv4 flow table.
     *
     * @return id of the kernel's map.
     */
    int flowsIpv4MapId();

    /**
     * Where another process finds the IPv6 flow table.
     *
     * @return id of the kernel's map.
     */
    int flowsIpv6MapId();

    /**
     * Memory of the destinations.
     *
     * @return cells by destination id, shared with the offload.
     */
    DestinationCells destinations();

    /**
     * What a killed director of the same directory left running, to restore from.
     *
     * @return null if there is nothing.
     */
    Predecessor predecessor();

    /**
     * Serve an interface, in place of a predecessor with no packet passing in between.
     *
     * @param interfaceIndex of the kernel.
     * @param mac            of the interface, 48 bits.
     * @param preferred      best mode to try.
     * @return what it has come to; {@link Mode#NONE} is no error.
     */
    Attachment attach(int interfaceIndex, long mac, Mode preferred);

    /**
     * Detach what a predecessor left on interfaces that are not attached now.
     */
    void detachLeftOvers();

    /**
     * An interface has another hardware address.
     *
     * @param interfaceIndex that is attached.
     * @param mac            of the interface, 48 bits.
     */
    void mac(int interfaceIndex, long mac);

    /**
     * Hardware addresses besides its own for which an interface takes frames. An offload need not know all kinds of
     * them: what it does not forward goes up. It forwards nothing to those that are not named any more.
     *
     * @param interfaceIndex that is attached.
     * @param macs           48 bits each, in place of those named before.
     */
    void virtualMacs(int interfaceIndex, long[] macs);

    /**
     * Say that the director lives. When that has not been said for the orphan time, all packets go up again.
     *
     * @param untilTicks as the tables count time; forward until then.
     */
    void heartbeat(int untilTicks);

    /**
     * Packets forwarded for a destination since the start.
     *
     * @param destinationId id.
     * @return sum over the CPUs.
     */
    long packets(int destinationId);

    /**
     * Bytes of IP datagrams forwarded for a destination since the start.
     *
     * @param destinationId id.
     * @return sum over the CPUs.
     */
    long bytes(int destinationId);

    /**
     * Leave with the offload what was counted for a destination elsewhere, for a following director.
     *
     * @param destinationId id.
     * @param packets       counted by others than the offload.
     * @param bytes         of these packets.
     * @param connections   scheduled.
     */
    void counted(int destinationId, long packets, long bytes, long connections);

    /**
     * Packets by what became of them.
     *
     * @param outcome kind.
     * @return sum over the CPUs since the start.
     */
    long outcomes(OffloadOutcome outcome);

    /**
     * Detach from all interfaces.
     */
    @Override
    void close();

    /**
     * Tables of a killed director that are still in use by the kernel.
     */
    interface Predecessor extends AutoCloseable
    {
        /**
         * Its flow tables.
         *
         * @return one for each family, to be read only.
         */
        List<UnsafeBuffer> flows();

        /**
         * Its destinations.
         *
         * @return cells by its destination ids.
         */
        DestinationCells destinations();

        /**
         * Connections scheduled for a destination, all along.
         *
         * @param destinationId id of the predecessor.
         * @return count.
         */
        long connections(int destinationId);

        /**
         * Packets forwarded for a destination, all along.
         *
         * @param destinationId id of the predecessor.
         * @return sum over the CPUs.
         */
        long packets(int destinationId);

        /**
         * Bytes forwarded for a destination, all along.
         *
         * @param destinationId id of the predecessor.
         * @return sum over the CPUs.
         */
        long bytes(int destinationId);

        /**
         * Let go of the tables.
         */
        @Override
        void close();
    }
}
