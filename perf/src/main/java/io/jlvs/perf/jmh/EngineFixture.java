/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.engine.PacketPath;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A worker's whole path over memory, with one UDP service of ten servers: frame in, verdict out, and the frame to a
 * sink that counts.
 */
final class EngineFixture
{
    private static final int SERVERS = 10;
    private static final long FIRST_SERVER = 0x0A58_0002L;

    /** That of virtual router 51, RFC 9568 section 7.3. */
    private static final long VIRTUAL_MAC = 0x0000_5E00_0133L;

    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private final PacketPath path;
    private final Frames frames;

    /**
     * A path with its service.
     *
     * @param connections that the flow table is made for.
     * @param slots       number of frames held.
     * @param scheduler   by its name in ipvsadm.
     */
    EngineFixture(final int connections, final int slots, final String scheduler)
    {
        frames = new Frames(false, IpProtocol.UDP, slots);
        path = new PacketPath(
            (int)FlowTableDescriptor.capacityFor(connections),
            (destination) -> Tables.nextHop(destination.id()),
            new CountingSink());
        path.virtualMac(Frames.CLIENT_INTERFACE, VIRTUAL_MAC);
        final ServiceKey service = new ServiceKey(IpProtocol.UDP, address(Frames.SERVICE_IPV4), Frames.SERVICE_PORT, 0);
        path.addService(service, new ServiceSpec(scheduler, 0, 0, -1, false, ""));
        for (int i = 0; i < SERVERS; i++)
        {
            path.addDestination(
                service,
                new DestinationKey(address(FIRST_SERVER + i), Frames.SERVICE_PORT),
                new DestinationSpec(ForwardingCode.DIRECT_ROUTE, 1, 0, 0, 0, 0, 0));
        }
    }

    /**
     * The path.
     *
     * @return the same object each time.
     */
    PacketPath path()
    {
        return path;
    }

    /**
     * Let a packet arrive.
     *
     * @param slot of the frame's memory.
     * @param flow that it belongs to.
     * @return verdict.
     */
    Verdict onPacket(final int slot, final int flow)
    {
        frames.rewrite(slot, flow);
        return path.onFrame(frames.frame(slot));
    }

    /**
     * Let a packet arrive for the MAC address of a virtual router, which to the kernel is another host's.
     *
     * @param slot of the frame's memory.
     * @param flow that it belongs to.
     * @return verdict.
     */
    Verdict onPacketToVirtualMac(final int slot, final int flow)
    {
        frames.rewrite(slot, flow);
        final Frame frame = frames.frame(slot).packetType(Frame.TO_OTHER_HOST);
        ethernet.wrap(frame.buffer(), frame.offset()).destination(VIRTUAL_MAC);
        return path.onFrame(frame);
    }

    /**
     * As {@link #onPacket}, and it must be forwarded.
     *
     * @param slot of the frame's memory.
     * @param flow that it belongs to.
     */
    void forward(final int slot, final int flow)
    {
        final Verdict verdict = onPacket(slot, flow);
        if (Verdict.FORWARD_DIRECT_ROUTE != verdict)
        {
            throw new IllegalStateException("packet of flow " + flow + ": " + verdict);
        }
    }

    private static InetAddress address(final long ipv4)
    {
        try
        {
            return InetAddress.getByAddress(ByteBuffer.allocate(Integer.BYTES).putInt((int)ipv4).array());
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
