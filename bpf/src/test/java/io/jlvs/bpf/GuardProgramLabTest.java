/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.packet.IpProtocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.namednumber.EtherType;

/**
 * The compiled program on the running kernel, frame by frame (BPF_PROG_TEST_RUN).
 */
@Tag("lab")
class GuardProgramLabTest
{
    private static final int NEXT = -1;
    private static final int DROP = 2;

    private static final String VIP = "192.0.2.100";
    private static final String OTHER = "192.0.2.101";
    private static final String VIP6 = "2001:db8::100";
    private static final int PORT = 80;
    private static final int OTHER_PORT = 81;

    private static final EtherType Q = EtherType.DOT1Q_VLAN_TAGGED_FRAMES;
    private static final EtherType AD = EtherType.getInstance((short)0x88a8);

    private BpfObject object;
    private ProgramRun run;

    @BeforeEach
    void load()
    {
        object = BpfObject.open(GuardLayout.RESOURCE, GuardLayout.OBJECT_NAME);
        object.load();
        run = new ProgramRun(object.programFd(GuardLayout.PROGRAM));
        for (final int protocol : new int[]{IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP})
        {
            addService(VIP, protocol, PORT);
            addService(VIP6, protocol, PORT);
        }
    }

    @AfterEach
    void close()
    {
        object.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {VIP, VIP6})
    void shouldDropPacketsOfService(final String vip)
    {
        assertDropped(Frames.tcp(vip, PORT));
        assertDropped(Frames.udp(vip, PORT));
        assertDropped(Frames.sctp(vip, PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {VIP, VIP6})
    void shouldPassOtherPort(final String vip)
    {
        assertPassed(Frames.tcp(vip, OTHER_PORT));
        assertPassed(Frames.udp(vip, OTHER_PORT));
        assertPassed(Frames.sctp(vip, OTHER_PORT));
    }

    @Test
    void shouldPassOtherAddress()
    {
        assertPassed(Frames.tcp(OTHER, PORT));
        assertPassed(Frames.tcp("2001:db8::101", PORT));
        assertPassed(Frames.tcp("2001:db8:0:1::100", PORT));
    }

    @Test
    void shouldPassOtherProtocolOnSamePort()
    {
        remove(VIP, IpProtocol.UDP);

        assertPassed(Frames.udp(VIP, PORT));
        assertDropped(Frames.tcp(VIP, PORT));
    }

    @Test
    void shouldNotTakeIpv6ServiceForIpv4()
    {
        addService("::c000:265", IpProtocol.TCP, PORT);

        assertPassed(Frames.tcp(OTHER, PORT));
        assertDropped(Frames.tcp("::c000:265", PORT));
    }

    @Test
    void shouldPassServiceThatWasTakenOut()
    {
        remove(VIP, IpProtocol.TCP);

        assertPassed(Frames.tcp(VIP, PORT));
    }

    @Test
    void shouldPassPingAndArp()
    {
        assertPassed(Frames.ping(VIP));
        assertPassed(Frames.arpRequest(VIP));
    }

    @Test
    void shouldPassPacketsForOtherHosts()
    {
        assertPassed(Frames.forOtherHost(Frames.tcp(VIP, PORT)));
    }

    @Test
    void shouldReadBehindIpv4Options()
    {
        assertDropped(Frames.tcpWithIpv4Options(VIP, PORT));
        assertPassed(Frames.tcpWithIpv4Options(VIP, OTHER_PORT));
    }

    @Test
    void shouldReadBehindVlanTags()
    {
        assertDropped(Frames.tagged(Frames.tcp(VIP, PORT), Q));
        assertDropped(Frames.tagged(Frames.tcp(VIP6, PORT), AD, Q));
        assertPassed(Frames.tagged(Frames.tcp(VIP, OTHER_PORT), Q));
        assertPassed(Frames.tagged(Frames.ping(VIP), Q));
        assertPassed(Frames.tagged(Frames.tcp(VIP, PORT), AD, Q, Q));
    }

    @Test
    void shouldDropFirstFragmentOnly()
    {
        assertDropped(Frames.udpFragment(VIP, PORT, true));
        assertPassed(Frames.udpFragment(VIP, PORT, false));
        assertPassed(Frames.udpFragment(VIP, OTHER_PORT, true));
    }

    @Test
    void shouldReadBehindIpv6ExtensionHeaders()
    {
        final byte[] options = HexFormat.of().parseHex("0000010400000000");
        final byte[] longOptions = HexFormat.of().parseHex("0001010c000000000000000000000000");
        final byte[] authentication = HexFormat.of().parseHex("000400000000000100000001000000000000000000000000");

        assertDropped(Frames.ipv6Extensions(VIP6, PORT, new int[]{0}, new byte[][]{options}));
        assertDropped(Frames.ipv6Extensions(VIP6, PORT, new int[]{0, 60, 43, 51},
            new byte[][]{longOptions, options, longOptions, authentication}));
        assertPassed(Frames.ipv6Extensions(VIP6, OTHER_PORT, new int[]{0, 60, 43, 51},
            new byte[][]{longOptions, options, longOptions, authentication}));
    }

    @Test
    void shouldFollowEightExtensionHeadersAndNoMore()
    {
        final byte[] options = HexFormat.of().parseHex("0000010400000000");
        final int[] types = new int[9];
        Arrays.fill(types, 60);
        final byte[][] headers = new byte[9][];
        Arrays.fill(headers, options);

        assertDropped(Frames.ipv6Extensions(VIP6, PORT, Arrays.copyOf(types, 8), Arrays.copyOf(headers, 8)));
        assertPassed(Frames.ipv6Extensions(VIP6, PORT, types, headers));
    }

    @Test
    void shouldDropFirstIpv6FragmentOnly()
    {
        final byte[] atomic = HexFormat.of().parseHex("0000000000000001");
        final byte[] first = HexFormat.of().parseHex("0000000100000001");
        final byte[] second = HexFormat.of().parseHex("0000000900000001");

        assertDropped(Frames.ipv6Extensions(VIP6, PORT, new int[]{44}, new byte[][]{atomic}));
        assertDropped(Frames.ipv6Extensions(VIP6, PORT, new int[]{44}, new byte[][]{first}));
        assertPassed(Frames.ipv6Extensions(VIP6, PORT, new int[]{44}, new byte[][]{second}));
    }

    @Test
    void shouldPassTruncatedFrames()
    {
        // Under a VLAN tag, because BPF_PROG_TEST_RUN itself refuses plain frames without a whole IP header.
        for (final String vip : new String[]{VIP, VIP6})
        {
            final byte[] frame = Frames.tagged(Frames.tcp(vip, PORT), Q);
            final int headersLength = 18 + (vip.equals(VIP) ? 20 : 40);
            for (int length = 15; length < headersLength + 4; length++)
            {
                assertPassed(Arrays.copyOf(frame, length));
            }

            assertDropped(Arrays.copyOf(frame, headersLength + 4));
        }
    }

    @Test
    void shouldPassRandomBytes()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            final byte[] frame = Frames.tagged(Frames.tcp(random.nextBoolean() ? VIP : VIP6, PORT), Q);
            for (int offset = random.nextBoolean() ? 16 : 18; offset < frame.length; offset++)
            {
                frame[offset] = (byte)random.nextInt();
            }

            assertEquals(NEXT, run.once(frame),
                () -> "seed " + seed + ", frame " + HexFormat.of().formatHex(frame));
        }
    }

    @Test
    void shouldCountDrops()
    {
        assertDropped(Frames.tcp(VIP, PORT));
        assertDropped(Frames.udp(VIP6, PORT));
        assertPassed(Frames.ping(VIP));

        final ByteBuffer perCpu =
            ByteBuffer.wrap(object.map(GuardLayout.DROPS_MAP).get(new byte[4])).order(ByteOrder.nativeOrder());
        long sum = 0;
        while (perCpu.hasRemaining())
        {
            sum += perCpu.getLong();
        }
        assertEquals(2, sum);
    }

    @Test
    void shouldSayVerifiersWordsWhenKernelRefusesProgram()
    {
        try (BpfObject refused = BpfObject.open("refused.bpf.o", "refused"))
        {
            final BpfException ex = assertThrows(BpfException.class, refused::load);

            assertTrue(ex.getMessage().startsWith("bpf_object__load(refused.bpf.o): "), ex::getMessage);
            assertTrue(ex.getMessage().contains("invalid mem access 'scalar'"), ex::getMessage);
        }
    }

    private void assertDropped(final byte[] frame)
    {
        assertAnswer(DROP, frame);
    }

    private void assertPassed(final byte[] frame)
    {
        assertAnswer(NEXT, frame);
    }

    private void assertAnswer(final int expected, final byte[] frame)
    {
        assertEquals(expected, run.once(frame), () -> HexFormat.of().formatHex(frame));
        assertArrayEquals(frame, run.frame());
    }

    private void addService(final String address, final int protocol, final int port)
    {
        object.map(GuardLayout.SERVICES_MAP).put(key(address, protocol, port), new byte[GuardLayout.VALUE_LENGTH]);
    }

    private void remove(final String address, final int protocol)
    {
        assertTrue(object.map(GuardLayout.SERVICES_MAP).remove(key(address, protocol, PORT)));
    }

    private static byte[] key(final String address, final int protocol, final int port)
    {
        final byte[] bytes = Frames.inet(address).getAddress();
        final ByteBuffer buffer = ByteBuffer.allocate(16);
        buffer.position(16 - bytes.length);
        buffer.put(bytes);

        return GuardLayout.key(bytes.length == 16, protocol, buffer.getLong(0), buffer.getLong(8), port);
    }
}
