/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.forward.DirectRoute;
import io.jlvs.dataplane.forward.ForwardingMethod;
import io.jlvs.dataplane.forward.FragmentTable;
import io.jlvs.dataplane.forward.Fragmenter;
import io.jlvs.dataplane.forward.IcmpErrors;
import io.jlvs.dataplane.forward.IcmpRateLimit;
import io.jlvs.dataplane.forward.IpIdentification;
import io.jlvs.dataplane.forward.IpipTunnel;
import io.jlvs.dataplane.forward.Reassembler;
import io.jlvs.dataplane.forward.TcpReset;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.packet.TcpFlags;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.ServiceSnapshot;

/**
 * One packet's way: parse, find the flow or schedule a new one, forward or answer. The order of the steps is that of
 * ip_vs_in (net/netfilter/ipvs/ip_vs_core.c).
 * <p>
 * One per worker, used by its thread alone. Allocates nothing once constructed.
 */
final class PacketProcessor
{
    private static final int FORWARDING_BITS = 3;
    private static final int FORWARDING_MASK = (1 << FORWARDING_BITS) - 1;

    private final PacketContext packet = new PacketContext();
    private final ForwardingMethod[] forwardingMethods = new ForwardingMethod[FORWARDING_MASK + 1];
    private final Connections connections;
    private final ConnectionScheduler scheduler;
    private final DestinationTable destinations;
    private final Reassembler reassembler = new Reassembler();
    private final FragmentTable fragments;
    private final IcmpRateLimit rateLimit;
    private final IcmpErrors icmpErrors;
    private final TcpReset tcpReset;
    private final PendingFrames pending;
    private final PendingFrames.Handler pendingHandler = this::onPending;
    private final FrameSink sink;

    private ServiceSnapshot services;
    private VirtualMacSnapshot virtualMacs = VirtualMacSnapshot.EMPTY;
    private long nowMs;

    PacketProcessor(
        final Connections connections,
        final ConnectionScheduler scheduler,
        final DestinationTable destinations,
        final IcmpRateLimit rateLimit,
        final IpIdentification identification,
        final IcmpErrors icmpErrors,
        final TcpReset tcpReset,
        final PendingFrames pending,
        final FrameSink sink)
    {
        this.connections = connections;
        this.scheduler = scheduler;
        this.destinations = destinations;
        this.fragments = new FragmentTable(Configuration.FRAGMENT_TABLE_CAPACITY);
        this.rateLimit = rateLimit;
        this.icmpErrors = icmpErrors;
        this.tcpReset = tcpReset;
        this.pending = pending;
        this.sink = sink;
        final Fragmenter fragmenter = new Fragmenter(identification);
        this.forwardingMethods[ForwardingCode.DIRECT_ROUTE] = new DirectRoute(icmpErrors, fragmenter);
        this.forwardingMethods[ForwardingCode.TUNNEL] = new IpipTunnel(icmpErrors, fragmenter, identification);
        this.services = ServiceSnapshot.EMPTY;
    }

    /**
     * Services to use from now on.
     *
     * @param newServices published by the conductor.
     */
    void services(final ServiceSnapshot newServices)
    {
        services = newServices;
        scheduler.onServicesChanged(newServices);
    }

    /**
     * Virtual hardware addresses whose frames to take from now on.
     *
     * @param newVirtualMacs published by the conductor.
     */
    void virtualMacs(final VirtualMacSnapshot newVirtualMacs)
    {
        virtualMacs = newVirtualMacs;
    }

    /**
     * The time for the packets that follow.
     *
     * @param nanoTime of the monotonic clock.
     */
    void now(final long nanoTime)
    {
        nowMs = nanoTime / 1_000_000L;
        connections.now(Ticks.of(nanoTime));
        rateLimit.now(nanoTime);
    }

    /**
     * Decide about one frame and act.
     *
     * @param frame borrowed; may be rewritten.
     * @return what became of it.
     */
    Verdict onFrame(final Frame frame)
    {
        if (Frame.TO_HOST != frame.packetType())
        {
            if (!isForVirtualMac(frame))
            {
                return Verdict.PASS_NOT_FOR_HOST;
            }

            // As the macvlan interface has it, which would be next to get the frame.
            frame.packetType(Frame.TO_HOST);
        }

        PacketParser.parse(frame.buffer(), frame.offset(), frame.length(), packet);
        if (packet.fragment && !packet.ipv6 && isForService())
        {
            final Frame datagram = reassembler.add(frame, packet, nowMs);
            return null == datagram ? Verdict.HELD_FOR_FRAGMENTS : onParsed(datagram);
        }

        return onParsed(frame);
    }

    /**
     * The parser's view of the last frame; for {@code jlvs simulate}.
     *
     * @return borrowed until the next frame.
     */
    PacketContext packet()
    {
        return packet;
    }

    /**
     * Send frames whose neighbour is known by now, give up those that waited too long.
     *
     * @return number of frames that left the queue.
     */
    int pollPending()
    {
        return 0 == pending.count() ? 0 : pending.poll(nowMs, pendingHandler);
    }

    /**
     * To the kernel a frame for a macvlan interface is for another host, until it has passed the tap of the interface
     * below. What this host sends itself (PACKET_OUTGOING) is never taken, whatever its destination.
     */
    private boolean isForVirtualMac(final Frame frame)
    {
        return Frame.TO_OTHER_HOST == frame.packetType() &&
            frame.length() >= EthernetFlyweight.LENGTH &&
            virtualMacs.contains(
                frame.interfaceIndex(),
                EthernetFlyweight.mac(frame.buffer(), frame.offset() + EthernetFlyweight.DESTINATION_OFFSET));
    }

    private Verdict onParsed(final Frame frame)
    {
        switch (packet.kind)
        {
            case PacketContext.TRANSPORT:
                return onTransport(frame);

            case PacketContext.FRAGMENT:
                return onFragment(frame);

            case PacketContext.ICMP_ERROR:
                return onIcmpError(frame);

            case PacketContext.ICMP_OTHER:
                return Verdict.PASS_ICMP;

            case PacketContext.OTHER_IP:
                return Verdict.PASS_NO_SERVICE;

            case PacketContext.NOT_IP:
                return Verdict.PASS_NOT_IP;

            default:
                return Verdict.DROP_MALFORMED;
        }
    }

    private Verdict onTransport(final Frame frame)
    {
        if (0 == services.size())
        {
            return Verdict.PASS_NO_SERVICE;
        }

        final int slot = connections.find(packet);
        if (Connections.NOT_FOUND != slot)
        {
            return onKnown(frame, slot);
        }

        final Service service = services.match(
            packet.ipv6, packet.protocol, packet.destinationHigh, packet.destinationLow, packet.destinationPort);
        if (null == service)
        {
            return Verdict.PASS_NO_SERVICE;
        }

        return isStray() ? tcpReset.answer(frame, packet, sink) : onNew(frame, service);
    }

    private Verdict onKnown(final Frame frame, final int slot)
    {
        final Destination destination = destinations.get(connections.destinationId(slot, packet.ipv6));
        if (null == destination || !destination.available())
        {
            return Verdict.DROP_NO_DESTINATION;
        }

        final int forwardingCode = connections.forwardingCode(slot, packet.ipv6);
        connections.onPacket(slot, packet, destination);
        return forward(frame, destination, forwardingCode);
    }

    private Verdict onNew(final Frame frame, final Service service)
    {
        final Destination destination = scheduler.schedule(service, packet);
        if (null == destination)
        {
            return icmpErrors.portUnreachable(frame, packet, sink);
        }

        return forward(frame, destination, destination.forwardingCode());
    }

    private Verdict forward(final Frame frame, final Destination destination, final int forwardingCode)
    {
        // IPv4 fragments were put together before; those of IPv6 follow their first one singly.
        if (packet.fragment)
        {
            fragments.put(packet, destination.id() << FORWARDING_BITS | forwardingCode, nowMs);
        }

        return send(frame, destination, forwardingCode);
    }

    private Verdict send(final Frame frame, final Destination destination, final int forwardingCode)
    {
        final NextHop nextHop = destination.nextHop();
        if (null == nextHop)
        {
            return pending.hold(frame, destination, forwardingCode, nowMs) ?
                Verdict.HELD_FOR_NEIGHBOUR : Verdict.DROP_NO_NEIGHBOUR;
        }

        return forwardingMethods[forwardingCode].forward(frame, packet, destination, nextHop, sink);
    }

    private Verdict onFragment(final Frame frame)
    {
        if (0 == services.size())
        {
            return Verdict.PASS_NO_SERVICE;
        }

        final int decision = fragments.find(packet, nowMs);
        if (FragmentTable.MISSING == decision)
        {
            return services.hasAddress(packet.ipv6, packet.destinationHigh, packet.destinationLow) ?
                Verdict.DROP_FRAGMENT : Verdict.PASS_NO_SERVICE;
        }

        final Destination destination = destinations.get(decision >>> FORWARDING_BITS);
        if (null == destination || !destination.available())
        {
            return Verdict.DROP_NO_DESTINATION;
        }

        connections.onRelatedPacket(packet, destination);
        return send(frame, destination, decision & FORWARDING_MASK);
    }

    /**
     * A client's ICMP error about an answer of the service goes to the server that sent it.
     */
    private Verdict onIcmpError(final Frame frame)
    {
        if (0 == services.size())
        {
            return Verdict.PASS_ICMP;
        }

        final int slot = connections.findQuoted(packet);
        if (Connections.NOT_FOUND == slot)
        {
            return Verdict.PASS_ICMP;
        }

        final Destination destination = destinations.get(connections.destinationId(slot, packet.ipv6));
        if (null == destination)
        {
            return Verdict.DROP_NO_DESTINATION;
        }

        connections.onRelatedPacket(packet, destination);
        return send(frame, destination, connections.forwardingCode(slot, packet.ipv6));
    }

    private Verdict onPending(final Frame frame, final Destination destination, final int forwardingCode)
    {
        PacketParser.parse(frame.buffer(), frame.offset(), frame.length(), packet);
        final NextHop nextHop = destination.nextHop();
        return null == nextHop ?
            Verdict.DROP_NO_NEIGHBOUR :
            forwardingMethods[forwardingCode].forward(frame, packet, destination, nextHop, sink);
    }

    private boolean isForService()
    {
        return (IpProtocol.TCP == packet.protocol || IpProtocol.UDP == packet.protocol) &&
            services.hasAddress(false, packet.destinationHigh, packet.destinationLow);
    }

    /**
     * TCP that opens no connection (tcp_conn_schedule in ip_vs_proto_tcp.c, sloppy_tcp=0).
     */
    private boolean isStray()
    {
        return IpProtocol.TCP == packet.protocol &&
            TcpFlags.SYN != (packet.tcpFlags & (TcpFlags.SYN | TcpFlags.RST));
    }
}
