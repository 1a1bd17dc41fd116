/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.packet.HostileFrames;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.packet.Packets;
import io.jlvs.dataplane.packet.Verdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever the parser lets through can be forwarded, answered and reassembled without an exception, with any offload
 * fields beside it. {@code -Djlvs.fuzz.tries=10000000} makes a long run; jqwik prints the seed.
 */
class HostileForwardingPropertyTest
{
    private static final int BATCHES = 100;
    private static final int BATCH_SIZE = Math.max(1, Integer.getInteger("jlvs.fuzz.tries", 20_000) / BATCHES);
    private static final int[] GSO_TYPES =
    {
        Frame.GSO_NONE, Frame.GSO_NONE, Frame.GSO_TCPV4, Frame.GSO_TCPV6, Frame.GSO_UDP, Frame.GSO_UDP_L4
    };

    private final IpIdentification identification = new IpIdentification(1, 1);
    private final IcmpErrors errors = new IcmpErrors(new IcmpRateLimit(1, 1_000_000_000), identification);
    private final Fragmenter fragmenter = new Fragmenter(identification);
    private final DirectRoute directRoute = new DirectRoute(errors, fragmenter);
    private final IpipTunnel tunnel = new IpipTunnel(errors, fragmenter, identification);
    private final TcpReset reset = new TcpReset();
    private final Reassembler reassembler = new Reassembler();

    @Property(tries = BATCHES, shrinking = ShrinkingMode.OFF)
    void shouldForwardOrAnswerAnything(@ForAll final long seed)
    {
        final HostileFrames frames = new HostileFrames(seed);
        final Random random = new Random(~seed);
        for (int i = 0; i < BATCH_SIZE; i++)
        {
            final byte[] bytes = frames.next();
            try
            {
                apply(bytes, random);
            }
            catch (final RuntimeException | AssertionError failure)
            {
                throw new AssertionError("seed " + seed + " frame " + i + Packets.hex(bytes), failure);
            }
        }
    }

    private void apply(final byte[] bytes, final Random random)
    {
        final Wire wire = new Wire(bytes, random.nextInt(3) * 32);
        final PacketContext packet = wire.packet;
        if (PacketContext.MALFORMED == packet.kind || PacketContext.NOT_IP == packet.kind)
        {
            return;
        }
        Frame frame = wire.frame;
        if (packet.fragment && !packet.ipv6 && random.nextBoolean())
        {
            frame = reassembler.add(frame, packet, 0);
            if (null == frame || PacketContext.MALFORMED == packet.kind)
            {
                return;
            }
        }
        frame.offload(
            random.nextInt(4),
            GSO_TYPES[random.nextInt(GSO_TYPES.length)],
            random.nextInt(100),
            random.nextInt(64) - 1,
            random.nextInt(100) - 5,
            random.nextInt(100) - 5);

        final int mtu = 60 + random.nextInt(1500);
        final LengthCheck sink = new LengthCheck(frame);
        final Verdict verdict;
        switch (random.nextInt(5))
        {
            case 0:
                verdict = directRoute.forward(frame, packet, Wire.SERVER4, Wire.nextHop4(mtu), sink.limit(mtu));
                break;

            case 1:
                verdict = tunnel.forward(frame, packet, Wire.SERVER4, Wire.otherInterface(mtu), sink.limit(mtu));
                break;

            case 2:
                verdict = tunnel.forward(frame, packet, Wire.SERVER6, Wire.nextHop6(mtu), sink.limit(mtu));
                break;

            case 3:
                verdict = errors.portUnreachable(frame, packet, sink);
                break;

            default:
                verdict = reset.answer(frame, packet, sink);
                break;
        }
        assertNotNull(verdict);
    }

    /** Frames that leave lie within their buffer and are no longer than the route allows. */
    private static final class LengthCheck implements FrameSink
    {
        private final PacketContext packet = new PacketContext();
        private final Frame received;
        private int mtu = 1500;

        private LengthCheck(final Frame received)
        {
            this.received = received;
        }

        private LengthCheck limit(final int newMtu)
        {
            mtu = newMtu;
            return this;
        }

        @Override
        public boolean transmit(final int interfaceIndex, final Frame frame)
        {
            frame.buffer().boundsCheck(frame.offset(), frame.length());
            assertTrue(0 <= frame.headroom() && frame.headroom() <= frame.offset());
            final int kind = PacketParser.parse(
                frame.buffer(), frame.offset(), frame.length(), packet);
            assertTrue(PacketContext.NOT_IP != kind);
            if (PacketContext.MALFORMED != kind && !frame.isSuperFrame() && frame != received)
            {
                assertTrue(packet.ipLength <= Math.max(mtu, 1280), "length " + packet.ipLength + " of " + mtu);
            }
            return true;
        }
    }
}
