/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.forward.DirectRoute;
import io.jlvs.dataplane.forward.ForwardingMethod;
import io.jlvs.dataplane.forward.Fragmenter;
import io.jlvs.dataplane.forward.IcmpErrors;
import io.jlvs.dataplane.forward.IcmpRateLimit;
import io.jlvs.dataplane.forward.IpIdentification;
import io.jlvs.dataplane.forward.IpipTunnel;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.NextHop;
import io.jlvs.dataplane.table.TrafficCounters;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The forwarding methods on an IPv4 packet that is parsed already. TTL and checksum are set back each time, which is
 * in the figure (about 1 ns).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForwardBenchmark
{
    private final CountingSink sink = new CountingSink();
    private final Frames frames = new Frames(false, IpProtocol.UDP, 1);
    private final PacketContext packet = new PacketContext();
    private final NextHop nextHop = Tables.nextHop(1);
    private final Destination destination =
        Tables.destination(1, new TrafficCounters(1), ForwardingCode.DIRECT_ROUTE);
    private final IpIdentification identification = new IpIdentification(1, 1);
    private final IcmpErrors errors = new IcmpErrors(new IcmpRateLimit(1, 1), identification);
    private final ForwardingMethod directRoute = new DirectRoute(errors, new Fragmenter(identification));
    private final ForwardingMethod tunnel = new IpipTunnel(errors, new Fragmenter(identification), identification);
    private final int ttlToChecksum;

    /** Parse the packet. */
    public ForwardBenchmark()
    {
        final Frame frame = frames.frame(0);
        PacketParser.parse(frame.buffer(), frame.offset(), frame.length(), packet);
        ttlToChecksum = frame.buffer().getInt(packet.ipOffset + Ipv4Flyweight.TTL_OFFSET);
    }

    /**
     * MAC addresses, TTL and checksum rewritten.
     *
     * @return verdict.
     */
    @Benchmark
    public Verdict directRoute()
    {
        return forward(directRoute);
    }

    /**
     * Outer IPv4 header put in front.
     *
     * @return verdict.
     */
    @Benchmark
    public Verdict tunnel()
    {
        return forward(tunnel);
    }

    private Verdict forward(final ForwardingMethod method)
    {
        final Frame frame = frames.frame(0);
        frame.buffer().putInt(packet.ipOffset + Ipv4Flyweight.TTL_OFFSET, ttlToChecksum);
        return method.forward(frame, packet, destination, nextHop, sink);
    }
}
