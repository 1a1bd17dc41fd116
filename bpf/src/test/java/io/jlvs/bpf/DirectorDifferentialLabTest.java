/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.io.PcapIo;
import io.jlvs.dataplane.packet.Checksums;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.Ipv4Flyweight;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.PacketParser;
import io.jlvs.dataplane.table.ForwardingCode;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.namednumber.EtherType;

/**
 * The XDP program against the Java path: recorded packets, and random ones with random damage. The number of random
 * packets is the system property {@value #COUNT_PROPERTY}, their seed {@value #SEED_PROPERTY}.
 */
@Tag("lab")
class DirectorDifferentialLabTest
{
    private static final String COUNT_PROPERTY = "jlvs.test.packets";
    private static final String SEED_PROPERTY = "jlvs.test.seed";
    private static final int COUNT_DEFAULT = 40_000;
    private static final int FLOWS = 40;
    private static final int FRAMES = 3000;
    private static final int ETHERNET_LENGTH = 14;
    private static final int TAG_LENGTH = 4;
    private static final int HEADERS_LENGTH = 78;
    private static final EtherType Q = EtherType.DOT1Q_VLAN_TAGGED_FRAMES;
    private static final EtherType AD = EtherType.getInstance((short)0x88a8);
    private static final InetAddress SERVER = Frames.inet("10.0.0.21");
    private static final InetAddress SERVER6 = Frames.inet("fd00::21");
    private static final int OTHER_INTERFACE = 7;

    @ParameterizedTest
    @ValueSource(strings = {
        "dr-big", "dr-badsum", "dr-frag", "dr-icmpin", "dr-ttl", "dr-rsicmp", "dr6", "dr-kinds",
        "tun-both", "tun-big", "tun-frag", "tun-icmpin", "tun-ids", "tun-ttl", "tun6", "tun-kinds", "tun-other-family"
    })
    void shouldTreatRecordedPacketsOfKnownFlowsAsJavaDoes(final String recording)
        throws URISyntaxException, UnknownHostException
    {
        final int method = recording.startsWith("dr") ? ForwardingCode.DIRECT_ROUTE : ForwardingCode.TUNNEL;
        final boolean otherFamily = recording.equals("tun-other-family");
        final PacketContext packet = new PacketContext();
        final Set<Flow> established = new HashSet<>();
        try (DirectorTwins twins = new DirectorTwins())
        {
            for (final byte[] frame : clientFrames(recording))
            {
                if (PacketParser.parse(new UnsafeBuffer(frame), 0, frame.length, packet) == PacketContext.TRANSPORT)
                {
                    final Flow flow = new Flow(
                        packet.protocol,
                        address(packet.ipv6, packet.sourceHigh, packet.sourceLow), packet.sourcePort,
                        address(packet.ipv6, packet.destinationHigh, packet.destinationLow), packet.destinationPort);
                    if (established.add(flow))
                    {
                        final InetAddress server = packet.ipv6 == otherFamily ? SERVER : SERVER6;
                        twins.establish(
                            flow, new DirectorTwins.Target(method, server, DirectorTwins.LOOPBACK, 1500));
                    }
                }
                twins.compare(frame, recording);
            }
        }
    }

    @Test
    void shouldForwardOnlyWhatJavaForwardsInTheSameBytes()
    {
        final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
        final int count = Integer.getInteger(COUNT_PROPERTY, COUNT_DEFAULT);
        final Random random = new Random(seed);
        final String about = "seed " + seed;
        final long start = System.nanoTime();
        int forwarded = 0;
        try (DirectorTwins twins = new DirectorTwins())
        {
            final List<byte[]> frames = frames(twins, random);
            for (int i = 0; i < count; i++)
            {
                final byte[] frame = frames.get(random.nextInt(frames.size()));
                if (twins.compare(random.nextInt(3) == 0 ? frame : damaged(frame, random), about))
                {
                    forwarded++;
                }
            }
        }

        System.out.println(count + " packets, " + forwarded + " forwarded, in " +
            (System.nanoTime() - start) / 1_000_000 + " ms, " + about);
        assertTrue(forwarded > count / 10, forwarded + " of " + count + " forwarded, " + about);
    }

    private static List<byte[]> frames(final DirectorTwins twins, final Random random)
    {
        final List<Flow> flows = new ArrayList<>();
        final int[] protocols = {IpProtocol.TCP, IpProtocol.UDP};
        for (final boolean ipv6 : new boolean[]{false, true})
        {
            final InetAddress own = ipv6 ? SERVER6 : SERVER;
            final InetAddress other = ipv6 ? SERVER : SERVER6;
            final DirectorTwins.Target[] targets = {
                new DirectorTwins.Target(ForwardingCode.DIRECT_ROUTE, own, DirectorTwins.LOOPBACK, 1500),
                new DirectorTwins.Target(ForwardingCode.TUNNEL, own, DirectorTwins.LOOPBACK, 1500),
                new DirectorTwins.Target(ForwardingCode.TUNNEL, other, DirectorTwins.LOOPBACK, 9000),
                new DirectorTwins.Target(ForwardingCode.DIRECT_ROUTE, own, OTHER_INTERFACE, 9000),
                new DirectorTwins.Target(ForwardingCode.TUNNEL, own, OTHER_INTERFACE, 1480),
                new DirectorTwins.Target(ForwardingCode.TUNNEL, other, OTHER_INTERFACE, 1500),
            };
            for (final int protocol : protocols)
            {
                for (int port = 0; port < targets.length; port++)
                {
                    for (int i = 0; i < FLOWS; i++)
                    {
                        final Flow flow = new Flow(
                            protocol, Frames.inet((ipv6 ? "fd00::10:" : "10.0.1.") + (i + 1)),
                            1024 + random.nextInt(60000), Frames.inet(ipv6 ? "fd00::100" : "10.0.0.100"), 80 + port);
                        twins.establish(flow, targets[port]);
                        flows.add(flow);
                    }
                }
            }
        }

        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++)
        {
            final byte[] frame = flows.get(random.nextInt(flows.size())).frame(Flow.Options.random(random));
            frames.add(switch (random.nextInt(8))
            {
                case 0 -> Frames.tagged(frame, Q);
                case 1 -> Frames.tagged(frame, AD);
                case 2 -> random.nextBoolean() ? Frames.tagged(frame, AD, Q) : frame;
                default -> frame;
            });
        }

        return frames;
    }

    /** Up to three changes; mostly with an IPv4 checksum that is right again, so that more than that is tested. */
    private static byte[] damaged(final byte[] frame, final Random random)
    {
        byte[] result = frame.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--)
        {
            switch (random.nextInt(12))
            {
                case 0:
                    result = Arrays.copyOf(result, ETHERNET_LENGTH + random.nextInt(result.length));
                    break;

                case 1:
                    result = Arrays.copyOf(result, result.length + random.nextInt(64));
                    break;

                case 2:
                    for (int i = random.nextInt(result.length); i < result.length && i < HEADERS_LENGTH; i++)
                    {
                        result[i] = (byte)random.nextInt();
                    }
                    break;

                case 3:
                    result[random.nextInt(Math.min(result.length, HEADERS_LENGTH))] = (byte)random.nextInt();
                    break;

                default:
                    // Behind the MAC addresses, one bit.
                    final int offset = 12 + random.nextInt(Math.min(result.length, HEADERS_LENGTH) - 12);
                    result[offset] ^= (byte)(1 << random.nextInt(8));
                    break;
            }
        }
        if (random.nextInt(4) != 0)
        {
            correctChecksum(result);
        }

        return result;
    }

    static void correctChecksum(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final boolean isTagged = (frame[12] & 0xFF) == 0x81 || (frame[12] & 0xFF) == 0x88;
        final int offset = EthernetFlyweight.LENGTH + (isTagged ? TAG_LENGTH : 0);
        if (offset < frame.length && frame[offset] == 0x45 && offset + Ipv4Flyweight.LENGTH <= frame.length)
        {
            final int checksumAt = offset + Ipv4Flyweight.CHECKSUM_OFFSET;
            buffer.putShort(checksumAt, (short)0);
            final int checksum = Checksums.finish(Checksums.sum(buffer, offset, Ipv4Flyweight.LENGTH));
            buffer.putShort(checksumAt, (short)checksum, ByteOrder.BIG_ENDIAN);
        }
    }

    private static List<byte[]> clientFrames(final String recording) throws URISyntaxException
    {
        final Path in = Path.of(DirectorDifferentialLabTest.class
            .getResource("/golden/pcap/" + recording + ".director.pcap").toURI());
        final List<byte[]> frames = new ArrayList<>();
        try (PcapIo capture = new PcapIo(in, null, DirectorTwins.LOOPBACK))
        {
            while (!capture.isExhausted())
            {
                capture.poll(
                    (frame) ->
                    {
                        final byte[] bytes = new byte[frame.length()];
                        frame.buffer().getBytes(frame.offset(), bytes);
                        if (EthernetFlyweight.mac(frame.buffer(), frame.offset()) == Flow.DIRECTOR_MAC)
                        {
                            frames.add(bytes);
                        }
                    },
                    1);
            }
        }
        assertTrue(frames.size() > 0, "nothing recorded");

        return frames;
    }

    private static InetAddress address(final boolean ipv6, final long high, final long low) throws UnknownHostException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(16).putLong(0, high).putLong(8, low);

        return InetAddress.getByAddress(Arrays.copyOfRange(bytes.array(), ipv6 ? 0 : 12, 16));
    }
}
