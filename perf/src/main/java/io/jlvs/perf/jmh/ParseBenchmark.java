/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A frame into a {@link PacketContext}; the next of 64 frames each time, all in the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseBenchmark
{
    private static final int SLOTS = 64;

    /** Family and protocol. */
    @Param({"ipv4-tcp", "ipv4-udp", "ipv6-tcp", "ipv6-udp"})
    public String packet;

    private final PacketContext context = new PacketContext();
    private Frames frames;
    private int slot;

    /** Write the frames. */
    @Setup
    public void setUp()
    {
        frames = new Frames(packet.startsWith("ipv6"), packet.endsWith("tcp") ? IpProtocol.TCP : IpProtocol.UDP, SLOTS);
    }

    /**
     * One packet.
     *
     * @return kind of packet and source port, so that the work is not left out.
     */
    @Benchmark
    public int parse()
    {
        slot = slot + 1 & SLOTS - 1;
        final Frame frame = frames.frame(slot);
        return PacketParser.parse(frame.buffer(), frame.offset(), frame.length(), context) + context.sourcePort;
    }
}
