/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The command against a director's real files.
 */
class RunningDirectorTest
{
    private static final int CAPACITY = 1024;
    private static final int NOW_TICKS = Integer.MAX_VALUE - 100;
    private static final long CLIENT = 0x0A00000AL;
    private static final long VIRTUAL = 0x0A000064L;
    private static final long PREFIX = 0xFD00L << 48;

    @TempDir
    private Path directory;
    private final IpvsModel model = new IpvsModel();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private ServedModel director;

    @BeforeEach
    void before()
    {
        director = new ServedModel(directory, model);
    }

    @AfterEach
    void after()
    {
        director.close();
    }

    @Test
    void shouldCarryOutEveryCommand()
    {
        final String rules = "-A -t 10.0.0.1:80 -s wrr -p 30 -M 255.255.255.0\n" +
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 5\n" +
            "-A -t [::ffff:10.0.0.1]:80 -s wlc -b flag-2\n" +
            "-a -t [::ffff:10.0.0.1]:80 -r 10.0.0.3:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum\n" +
            "-A -f -1 -6 -s rr -p 5 --pe sip -o\n" +
            "-a -f -1 -6 -r [fd00::2]:99 -m -w 0\n";

        assertEquals("", run(0, rules.replace("-f -1", "-f 4294967295"), "-R"));
        assertEquals(
            "-A -f -1 -6 -s rr -p 5 --pe sip -o\n" +
            "-a -f -1 -6 -r [fd00::2]:99 -m -w 0\n" +
            "-A -t 10.0.0.1:80 -s wrr -p 30 -M 255.255.255.0\n" +
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 5\n" +
            "-A -t [::ffff:10.0.0.1]:80 -s wlc -b flag-2\n" +
            "-a -t [::ffff:10.0.0.1]:80 -r 10.0.0.3:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum\n",
            run(0, "", "-Sn"));

        assertEquals("", run(0, "", "-E", "-t", "10.0.0.1:80", "-s", "rr"));
        assertEquals("", run(0, "", "-e", "-t", "10.0.0.1:80", "-r", "10.0.0.2", "-w", "7", "-x", "9", "-y", "3"));
        assertEquals("", run(0, "", "-Z"));
        assertEquals("", run(0, "", "-Z", "-t", "10.0.0.1:80"));
        assertEquals(
            "Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn \n" +
            "  -> RemoteAddress:Port\n" +
            "TCP  10.0.0.1:80 rr\n" +
            "  -> 10.0.0.2:80                  9          3          0          0         \n",
            run(0, "", "-Ln", "--thresholds", "-t", "10.0.0.1:80"));

        assertEquals("", run(0, "", "-d", "-t", "10.0.0.1:80", "-r", "10.0.0.2:80"));
        assertEquals("No such destination\n", run(255, "", "-d", "-t", "10.0.0.1:80", "-r", "10.0.0.2:80"));
        assertEquals("", run(0, "", "-D", "-f", "4294967295", "-6"));
        assertEquals("No such service\n", run(255, "", "-D", "-f", "4294967295", "-6"));
        assertEquals("", run(0, "", "--set", "10", "0", "30"));
        assertEquals("Timeout (tcp tcpfin udp): 10 120 30\n", run(0, "", "-L", "--timeout"));
        assertEquals("", run(0, "", "-C"));
        assertEquals("", run(0, "", "-Sn"));
    }

    @Test
    void shouldListConnections()
    {
        assertEquals("", run(0, "-A -t 10.0.0.100:0 -p\n-a -t 10.0.0.100 -r 10.0.0.21\n", "-R"));
        final MappedByteBuffer ipv4 = map("flows4.dat", false);
        final MappedByteBuffer ipv6 = map("flows6.dat", true);
        try
        {
            final FlowTable flows = new FlowTable(new UnsafeBuffer(ipv4), 0);
            final int server = model.services().get(0).destinations().get(0).id();
            insert(flows, IpProtocol.TCP, CLIENT, 20000, 80, ConnectionState.ESTABLISHED, server, 0, 0);
            insert(flows, IpProtocol.TCP, CLIENT, 20001, 80, ConnectionState.FIN_WAIT, server, 11_999, 0);
            insert(flows, IpProtocol.TCP, CLIENT, 20002, 80, ConnectionState.FIN_WAIT, server, 12_000, 0);
            insert(flows, IpProtocol.UDP, CLIENT, 20003, 53, ConnectionState.UDP, server, 101, 0);
            insert(flows, IpProtocol.TCP, CLIENT, 20004, 80, ConnectionState.ESTABLISHED, server + 1, 0, 0);
            insert(flows, IpProtocol.TCP + FlowTable.TEMPLATE, CLIENT, 0, 0, ConnectionState.ASSURED, server, 0,
                36_000);
            flows.retire(insert(flows, IpProtocol.TCP + FlowTable.TEMPLATE, CLIENT + 1, 0, 0, ConnectionState.NONE,
                server, 500, 6_000));
            new FlowTable(new UnsafeBuffer(ipv6), 0).insert(
                IpProtocol.TCP, PREFIX, 0x128, 20400, PREFIX, 0x100, 80, ConnectionState.SYN_RECV,
                ForwardingCode.TUNNEL, server, NOW_TICKS, 0);

            final StringBuilder text = new StringBuilder();
            final IpvsadmFormatter formatter = new IpvsadmFormatter(
                text, new ListingFormat(ListingFormat.View.CONFIGURATION, true, true, false), null, null);
            new ConnectionListing(model.services(), NOW_TICKS, formatter::connection).read(directory);

            final String[] lines = text.toString().split("\n");
            assertEquals(6, lines.length, text::toString);
            assertContains(text, "TCP 14:59  ESTABLISHED 10.0.0.10:20000    10.0.0.100:80      10.0.0.21:80");
            assertContains(text, "TCP 00:00  FIN_WAIT    10.0.0.10:20001    10.0.0.100:80      10.0.0.21:80");
            assertContains(text, "UDP 04:58  UDP         10.0.0.10:20003    10.0.0.100:53      10.0.0.21:53");
            assertContains(text, "TCP 05:59  ASSURED     10.0.0.10:0        10.0.0.100:0       10.0.0.21:0");
            assertContains(text, "TCP 00:54  NONE        10.0.0.11:0        10.0.0.100:65535   10.0.0.21:65535");
            assertContains(text, "TCP 00:59  SYN_RECV    [fd00::128]:20400  [fd00::100]:80     10.0.0.21:80");
        }
        finally
        {
            IoUtil.unmap(ipv4);
            IoUtil.unmap(ipv6);
        }
    }

    @Test
    void shouldListConnectionsThroughTheCommand()
    {
        final MappedByteBuffer ipv4 = map("flows4.dat", false);
        final MappedByteBuffer ipv6 = map("flows6.dat", true);
        try
        {
            assertEquals(
                "IPVS connection entries\n" +
                "pro expire state       source             virtual            destination\n", run(0, "", "-Lnc"));
        }
        finally
        {
            IoUtil.unmap(ipv4);
            IoUtil.unmap(ipv6);
        }
    }

    @Test
    void shouldSayThatThereAreNoFlowTables()
    {
        final String text = run(1, "", "-Lnc");

        assertTrue(text.contains("flows4.dat does not exist"), text);
    }

    private static int insert(
        final FlowTable flows,
        final int protocol,
        final long client,
        final int clientPort,
        final int virtualPort,
        final int state,
        final int server,
        final int idleTicks,
        final int templateTicks)
    {
        return flows.insert(
            protocol, 0, client, clientPort, 0, VIRTUAL, virtualPort, state, ForwardingCode.DIRECT_ROUTE, server,
            NOW_TICKS - idleTicks, templateTicks);
    }

    private MappedByteBuffer map(final String name, final boolean ipv6)
    {
        final MappedByteBuffer mapped = IoUtil.mapNewFile(
            directory.resolve(name).toFile(), FlowTableDescriptor.regionLength(ipv6, CAPACITY));
        final UnsafeBuffer region = new UnsafeBuffer(mapped);
        FlowTableDescriptor.initialise(region, ipv6, CAPACITY, 42, 1, 0);
        FlowTableDescriptor.timeouts(region, new Timeouts());
        return mapped;
    }

    private static void assertContains(final CharSequence text, final String line)
    {
        assertTrue(("\n" + text).contains("\n" + line + "\n"), () -> line + " is not in\n" + text);
    }

    private String run(final int expectedStatus, final String input, final String... args)
    {
        output.reset();
        final PrintStream stream = new PrintStream(output, true, StandardCharsets.US_ASCII);
        final String[] words = new String[args.length + 2];
        words[0] = "--dir";
        words[1] = directory.toString();
        System.arraycopy(args, 0, words, 2, args.length);
        final int status = IpvsadmCommand.run(
            words, new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)), stream, stream, Map.of());
        final String text = output.toString(StandardCharsets.US_ASCII);
        assertEquals(expectedStatus, status, text);
        return text;
    }
}
