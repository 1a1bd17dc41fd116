/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.testbed.topology.Topologies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Sends the client's frames of a recording to the director of a lab, and compares what the director sends with what it
 * sent in the recording: byte for byte, in the same order, nothing more, nothing less.
 * <p>
 * Two fields cannot be equal. The identification of IPv4 packets that the director itself makes without DF comes from a
 * counter: there the recording's pattern must be met (same where the recording has the same, as in fragments of
 * one packet), and the header checksum must be correct. The flow label of an ICMPv6 message comes from a hash with a
 * secret of the kernel (net.ipv6.auto_flowlabels): it is not compared.
 */
public final class Replay
{
    /** Services that every table of a replay must have. */
    public static final String TABLE = """
        -A -u 10.0.0.97:9 -s rr
        -a -u 10.0.0.97:9 -r 10.0.0.21:9 -g
        """;

    private static final String CLIENT_MAC = "02:00:00:00:00:10";
    private static final String DIRECTOR_MAC = "02:00:00:00:00:01";
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int IPV4_OFFSET = 14;
    private static final int IPV4_LENGTH = 20;
    private static final int IDENTIFICATION_OFFSET = IPV4_OFFSET + 4;
    private static final int FLAGS_OFFSET = IPV4_OFFSET + 6;
    private static final int PROTOCOL_OFFSET = IPV4_OFFSET + 9;
    private static final int CHECKSUM_OFFSET = IPV4_OFFSET + 10;
    private static final int SOURCE_OFFSET = IPV4_OFFSET + 12;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int ICMP = 1;
    private static final int IPIP = 4;
    private static final int FLOW_LABEL_OFFSET = 15;
    private static final int IPV6_NEXT_HEADER_OFFSET = 20;
    private static final int IPV6_PAYLOAD_OFFSET = 54;
    private static final int ICMPV6 = 58;
    private static final int FIRST_NEIGHBOUR_DISCOVERY = 133;
    private static final int LAST_NEIGHBOUR_DISCOVERY = 137;
    private static final int FIRST_BYTE_OF_NETWORK = 10;
    private static final String MARKER_ADDRESS = "10.0.0.97";
    private static final int MARKER_LAST_BYTE = 97;
    private static final int MARKER_PORT = 9;
    private static final int LAST_BYTE_OF_DESTINATION_OFFSET = IPV4_OFFSET + 19;

    private final Lab lab;
    private final FrameSender sender;

    /**
     * Replay in a lab.
     *
     * @param lab with the addresses of the recordings: {@link Topologies#oneSegment}.
     */
    public Replay(final Lab lab)
    {
        this.lab = lab;
        this.sender = FrameSender.open(lab.host(Topologies.CLIENT), "eth0");
    }

    /**
     * Send and compare.
     *
     * @param name of the recording.
     */
    public void run(final String name)
    {
        final List<CapturedFrame> recording = recording(name);
        final Capture capture = Capture.start(lab.switchHost(), Topologies.DIRECTOR + "-eth0", "");
        final List<CapturedFrame> expected = new ArrayList<>();
        int sent = 0;
        for (final CapturedFrame frame : recording)
        {
            if (frame.sourceMac().equals(CLIENT_MAC) && isData(frame))
            {
                awaitCount(capture, expected, name + ", before frame " + frame);
                sender.send(frame.bytes());
                sent++;
            }
            else if (fromDirector(frame))
            {
                expected.add(frame);
            }
        }
        awaitCount(capture, expected, name);
        awaitMarker(capture);

        final List<CapturedFrame> actual = capture.stop().stream().filter(Replay::fromDirector).toList();
        if (0 == sent)
        {
            fail("recording " + name + " has no frames of the client");
        }
        compare(name, expected, actual);
    }

    private void awaitCount(final Capture capture, final List<CapturedFrame> expected, final String where)
    {
        Await.await(
            () -> capture.frames().stream().filter(Replay::fromDirector).count() >= expected.size(),
            LIMIT,
            () -> where + ": the director sends frame " + expected.size() + " of the recording\n" +
                expected.get(expected.size() - 1).describe() + "\nSo far it sent:\n" + describe(
                capture.frames().stream().filter(Replay::fromDirector).toList()));
    }

    /**
     * The director takes frames in the order of their arrival: when it has sent the marker on, it has sent all that it
     * ever will because of the frames before.
     */
    private void awaitMarker(final Capture capture)
    {
        sender.send(Frames.ethernet(CLIENT_MAC, DIRECTOR_MAC, Frames.udp(
            "10.0.0.10", MARKER_PORT, MARKER_ADDRESS, MARKER_PORT, new byte[]{1})));
        Await.await(
            () -> capture.frames().stream().anyMatch((frame) -> isMarker(frame) && fromHost(frame)),
            LIMIT,
            "the director forwards the marker");
    }

    private static void compare(
        final String name, final List<CapturedFrame> expected, final List<CapturedFrame> actual)
    {
        final List<String> expectedTexts = normalise(expected);
        final List<String> actualTexts = normalise(actual);
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++)
        {
            if (!expectedTexts.get(i).equals(actualTexts.get(i)))
            {
                fail(name + ", frame " + i + ", first different byte " +
                    mismatch(expected.get(i).bytes(), actual.get(i).bytes()) +
                    ". kernel IPVS sent:\n" + expected.get(i).describe() +
                    "\njlvs sent:\n" + actual.get(i).describe());
            }
        }
        assertEquals(expected.size(), actual.size(),
            () -> name + ": number of frames; the director sent\n" + describe(actual));
    }

    /** Where two frames differ, the counted identification and its checksum left aside if they may. */
    private static int mismatch(final byte[] expected, final byte[] actual)
    {
        final byte[] a = withoutFlowLabel(new CapturedFrame(0, expected));
        final byte[] b = withoutFlowLabel(new CapturedFrame(0, actual));
        if (isMadeByDirectorWithCounter(new CapturedFrame(0, a)) && b.length > CHECKSUM_OFFSET + 1)
        {
            System.arraycopy(b, IDENTIFICATION_OFFSET, a, IDENTIFICATION_OFFSET, Short.BYTES);
            System.arraycopy(b, CHECKSUM_OFFSET, a, CHECKSUM_OFFSET, Short.BYTES);
        }
        return Arrays.mismatch(a, b);
    }

    /**
     * Hex of each frame; identifications that come from a counter are replaced by their order of appearance.
     */
    private static List<String> normalise(final List<CapturedFrame> frames)
    {
        final Map<Integer, Integer> order = new HashMap<>();
        final List<String> texts = new ArrayList<>();
        for (final CapturedFrame frame : frames)
        {
            final byte[] bytes = withoutFlowLabel(frame);
            if (isMadeByDirectorWithCounter(frame))
            {
                assertEquals(0, checksum(bytes), () -> "header checksum of\n" + frame.describe());
                final int number = order.computeIfAbsent(frame.u16(IDENTIFICATION_OFFSET), (id) -> order.size());
                bytes[IDENTIFICATION_OFFSET] = (byte)(number >> 8);
                bytes[IDENTIFICATION_OFFSET + 1] = (byte)number;
                bytes[CHECKSUM_OFFSET] = 0;
                bytes[CHECKSUM_OFFSET + 1] = 0;
            }
            texts.add(new CapturedFrame(0, bytes).toString());
        }
        return texts;
    }

    private static boolean isMadeByDirectorWithCounter(final CapturedFrame frame)
    {
        if (frame.etherType() != ETHERTYPE_IPV4 || (frame.u16(FLAGS_OFFSET) & DONT_FRAGMENT) != 0)
        {
            return false;
        }
        final int protocol = frame.u8(PROTOCOL_OFFSET);
        // 10.0.0.100 or 10.0.0.1: an ICMP message that is only forwarded comes from the client, 10.0.0.10.
        final int lastByteOfSource = frame.u8(SOURCE_OFFSET + 3);
        return protocol == IPIP ||
            protocol == ICMP && frame.u8(SOURCE_OFFSET) == FIRST_BYTE_OF_NETWORK &&
            (lastByteOfSource == 100 || lastByteOfSource == 1);
    }

    private static byte[] withoutFlowLabel(final CapturedFrame frame)
    {
        final byte[] bytes = frame.bytes().clone();
        if (frame.etherType() == ETHERTYPE_IPV6 && frame.u8(IPV6_NEXT_HEADER_OFFSET) == ICMPV6)
        {
            bytes[FLOW_LABEL_OFFSET] &= (byte)0xF0;
            bytes[FLOW_LABEL_OFFSET + 1] = 0;
            bytes[FLOW_LABEL_OFFSET + 2] = 0;
        }
        return bytes;
    }

    private static int checksum(final byte[] frame)
    {
        int sum = 0;
        for (int i = IPV4_OFFSET; i < IPV4_OFFSET + IPV4_LENGTH; i += 2)
        {
            sum += (frame[i] & 0xFF) << 8 | frame[i + 1] & 0xFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return ~sum & 0xFFFF;
    }

    private static boolean fromDirector(final CapturedFrame frame)
    {
        return fromHost(frame) && isData(frame) && !isMarker(frame);
    }

    private static boolean fromHost(final CapturedFrame frame)
    {
        return frame.sourceMac().equals(DIRECTOR_MAC);
    }

    private static boolean isMarker(final CapturedFrame frame)
    {
        return frame.etherType() == ETHERTYPE_IPV4 &&
            frame.u8(LAST_BYTE_OF_DESTINATION_OFFSET) == MARKER_LAST_BYTE;
    }

    private static boolean isData(final CapturedFrame frame)
    {
        if (frame.etherType() == ETHERTYPE_IPV6)
        {
            final boolean neighbourDiscovery = frame.u8(IPV6_NEXT_HEADER_OFFSET) == ICMPV6 &&
                frame.u8(IPV6_PAYLOAD_OFFSET) >= FIRST_NEIGHBOUR_DISCOVERY &&
                frame.u8(IPV6_PAYLOAD_OFFSET) <= LAST_NEIGHBOUR_DISCOVERY;
            return !neighbourDiscovery && frame.u8(IPV6_NEXT_HEADER_OFFSET) != 0;
        }
        return frame.etherType() == ETHERTYPE_IPV4;
    }

    private List<CapturedFrame> recording(final String name)
    {
        final Path file = lab.directory().resolve(name + ".pcap");
        try (InputStream in = Replay.class.getResourceAsStream("/ipvs/" + name + ".pcap"))
        {
            if (null == in)
            {
                throw new IllegalArgumentException("no recording " + name);
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return CaptureFile.read(file);
    }

    private static String describe(final List<CapturedFrame> frames)
    {
        final StringBuilder text = new StringBuilder();
        frames.forEach((frame) -> text.append(frame.describe()).append('\n'));
        return text.toString();
    }
}
