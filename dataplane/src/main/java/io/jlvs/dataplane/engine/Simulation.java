/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.io.PcapIo;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.NextHop;
import org.agrona.DirectBuffer;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/**
 * A dry run: the director's packet path over a capture file instead of interfaces. Time is that of the capture. It
 * touches nothing of the host; routes and neighbours are given by {@link Network}. One thread.
 */
public final class Simulation
{
    /** Interface that frames arrive by and leave by. */
    private static final int INTERFACE_INDEX = 1;
    private static final int CAPACITY = 1 << 16;
    private static final int FRAMES_LIMIT = 1;
    private static final int MACS_LENGTH = 12;

    private final Network network;
    private final PacketPath path;
    private PcapIo io;
    private long packetNumber;

    /**
     * A director without services.
     *
     * @param network that it is thought to stand in.
     */
    public Simulation(final Network network)
    {
        this.network = network;
        path = new PacketPath(
            CAPACITY, network::nextHop, (interfaceIndex, frame) -> io.transmit(interfaceIndex, frame));
    }

    /**
     * Add a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return as a running director would answer.
     */
    public CommandResponse addService(final ServiceKey key, final ServiceSpec spec)
    {
        return path.addService(key, spec);
    }

    /**
     * Add a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return as a running director would answer.
     */
    public CommandResponse addDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return path.addDestination(service, key, spec);
    }

    /**
     * Run a capture through the director.
     *
     * @param in       capture of what arrives.
     * @param out      capture of what leaves, or null.
     * @param listener told of each packet.
     * @return number of packets.
     * @throws IllegalArgumentException      if the input is no capture of Ethernet frames.
     * @throws java.io.UncheckedIOException if a file cannot be read or written.
     */
    public long run(final Path in, final Path out, final Listener listener)
    {
        try (PcapIo capture = new PcapIo(in, out, INTERFACE_INDEX))
        {
            io = capture;
            packetNumber = 0;
            while (!capture.isExhausted())
            {
                capture.poll(
                    (frame) ->
                    {
                        path.now(capture.timestampNs());
                        final Verdict verdict = path.onFrame(frame.packetType(packetType(frame)));
                        listener.onPacket(++packetNumber, capture.timestampNs(), path.packet(), verdict);
                    },
                    FRAMES_LIMIT);
                path.expire();
            }
        }

        return packetNumber;
    }

    /**
     * As the kernel would tell it: a capture also holds frames to other hosts and those that the director itself sent.
     */
    private int packetType(final Frame frame)
    {
        final DirectBuffer buffer = frame.buffer();
        return frame.length() < MACS_LENGTH || !network.isMacKnown() ||
            network.directorMac() == mac(buffer, frame.offset()) ? Frame.TO_HOST : Frame.TO_OTHER_HOST;
    }

    private static long mac(final DirectBuffer buffer, final int offset)
    {
        return (buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFFL) << 32 |
            buffer.getInt(offset + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /**
     * Told of each packet.
     */
    @FunctionalInterface
    public interface Listener
    {
        /**
         * A packet was decided.
         *
         * @param number      of the packet in the capture, from 1.
         * @param timestampNs of the capture.
         * @param packet      the parser's view, borrowed.
         * @param verdict     what became of it.
         */
        void onPacket(long number, long timestampNs, PacketContext packet, Verdict verdict);
    }

    /**
     * The network that the director is thought to stand in.
     *
     * @param directorMac   48 bits.
     * @param isMacKnown    whether frames to other hardware addresses are not for the director.
     * @param serverMacs    hardware addresses of servers; one that is missing is made of 02:00 and the address' last
     *                      four bytes.
     * @param mtu           towards the servers.
     * @param sourceAddress outer source of tunnels over IPv4.
     * @param sourceAddress6 outer source of tunnels over IPv6.
     */
    public record Network(
        long directorMac,
        boolean isMacKnown,
        Map<InetAddress, Long> serverMacs,
        int mtu,
        InetAddress sourceAddress,
        InetAddress sourceAddress6)
    {
        private static final long LOCAL_PREFIX = 0x0200_0000_0000L;

        private NextHop nextHop(final Destination destination)
        {
            final Address server =
                new Address(destination.ipv6(), destination.addressHigh(), destination.addressLow());
            final Address source = Address.of(destination.ipv6() ? sourceAddress6 : sourceAddress);
            final long mac = serverMacs.getOrDefault(
                server.toInetAddress(), LOCAL_PREFIX | server.low() & 0xFFFF_FFFFL);
            return new NextHop(INTERFACE_INDEX, directorMac, mac, mtu, source.high(), source.low());
        }
    }
}
