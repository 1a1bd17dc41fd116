/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.TcpFlags;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Time lines recorded from kernel IPVS 6.12, repeated over the tables with a clock moved by hand. The listings are
 * those of {@code ipvsadm -Lnc}, sorted.
 */
class PersistenceTemplatesTest
{
    private static final int CAPACITY = 64;
    private static final int VIRTUAL = 0x0A00_0064;
    private static final int C10 = 10;
    private static final int C128 = 128;
    private static final int C129 = 129;

    private final UnsafeBuffer region = FlowTableTest.region(false, CAPACITY, 2);
    private final UnsafeBuffer holds = PersistenceTemplates.allocateHolds(CAPACITY);
    private final FlowTable table = new FlowTable(region, 0);
    private final FlowTableReader reader = new FlowTableReader(region, "flows");
    private final PersistenceTemplates templates = new PersistenceTemplates(table, holds);
    private final Timeouts timeouts = new Timeouts();
    private int nowTicks = Integer.MAX_VALUE - 500;
    private final ConnectionExpiry expiry = new ConnectionExpiry(table, templates, timeouts, nowTicks);
    private final List<String> ended = new ArrayList<>();
    private final boolean[] available = {true, true, true, true};
    private final int[] weights = {0, 1, 1, 1};
    private int lastServer = 4;

    @Test
    void shouldKeepAClientOnItsServer()
    {
        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_000, 1000, 30));
        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_001, 1000, 30));
        assertEquals("rs2", connect(IpProtocol.TCP, C128, 20_000, 1000, 30));
        assertEquals("rs1", connect(IpProtocol.TCP, C129, 20_000, 1000, 30));
        assertEquals("rs1", connect(IpProtocol.TCP, C129, 20_001, 1000, 30));
        segment(C129, 20_000, 1000, TcpFlags.FIN);
        segment(C129, 20_001, 1000, TcpFlags.FIN);
        advance(0.1);

        assertListed(
            "TCP 00:29 ASSURED 10.0.0.10:0 10.0.0.100:1000 10.0.0.23:1000",
            "TCP 00:29 ASSURED 10.0.0.128:0 10.0.0.100:1000 10.0.0.22:1000",
            "TCP 00:29 ASSURED 10.0.0.129:0 10.0.0.100:1000 10.0.0.21:1000",
            "TCP 01:59 FIN_WAIT 10.0.0.129:20000 10.0.0.100:1000 10.0.0.21:1000",
            "TCP 01:59 FIN_WAIT 10.0.0.129:20001 10.0.0.100:1000 10.0.0.21:1000",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20000 10.0.0.100:1000 10.0.0.23:1000",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20001 10.0.0.100:1000 10.0.0.23:1000",
            "TCP 14:59 ESTABLISHED 10.0.0.128:20000 10.0.0.100:1000 10.0.0.22:1000");
    }

    @Test
    void shouldNeverAssureAUdpTemplate()
    {
        assertEquals("rs3", connect(IpProtocol.UDP, C10, 20_040, 1012, 30));
        assertEquals("rs3", connect(IpProtocol.UDP, C10, 20_041, 1012, 30));
        assertEquals("rs2", connect(IpProtocol.UDP, C128, 20_040, 1012, 30));
        advance(0.1);

        assertListed(
            "UDP 00:29 NONE 10.0.0.10:0 10.0.0.100:1012 10.0.0.23:1012",
            "UDP 00:29 NONE 10.0.0.128:0 10.0.0.100:1012 10.0.0.22:1012",
            "UDP 04:59 UDP 10.0.0.10:20040 10.0.0.100:1012 10.0.0.23:1012",
            "UDP 04:59 UDP 10.0.0.10:20041 10.0.0.100:1012 10.0.0.23:1012",
            "UDP 04:59 UDP 10.0.0.128:20040 10.0.0.100:1012 10.0.0.22:1012");
    }

    @Test
    void shouldNotAssureATemplateBeforeItsConnectionIsEstablished()
    {
        syn(IpProtocol.TCP, C10, 20_000, 1000, 30);
        advance(0.1);

        assertListed(
            "TCP 00:29 NONE 10.0.0.10:0 10.0.0.100:1000 10.0.0.23:1000",
            "TCP 00:59 SYN_RECV 10.0.0.10:20000 10.0.0.100:1000 10.0.0.23:1000");
    }

    @Test
    void shouldStayOnAQuiescentServer()
    {
        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_050, 1013, 30));
        weights[3] = 0;

        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_051, 1013, 30));
        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_052, 1013, 30));
        advance(0.1);

        assertListed(
            "TCP 00:29 ASSURED 10.0.0.10:0 10.0.0.100:1013 10.0.0.23:1013",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20050 10.0.0.100:1013 10.0.0.23:1013",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20051 10.0.0.100:1013 10.0.0.23:1013",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20052 10.0.0.100:1013 10.0.0.23:1013");
    }

    @Test
    void shouldLeaveADeletedServerAndNotComeBack()
    {
        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_060, 1015, 30));
        available[3] = false;
        assertEquals("rs2", connect(IpProtocol.TCP, C10, 20_061, 1015, 30));
        available[3] = true;
        assertEquals("rs2", connect(IpProtocol.TCP, C10, 20_062, 1015, 30));
        advance(0.1);

        assertListed(
            "TCP 00:29 ASSURED 10.0.0.10:0 10.0.0.100:1015 10.0.0.22:1015",
            "TCP 00:29 ASSURED 10.0.0.10:0 10.0.0.100:65535 10.0.0.23:65535",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20060 10.0.0.100:1015 10.0.0.23:1015",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20061 10.0.0.100:1015 10.0.0.22:1015",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20062 10.0.0.100:1015 10.0.0.22:1015");
    }

    @Test
    void shouldEndTheTemplateAfterItsTimeWhenTheConnectionIsGone()
    {
        timeouts.set(6, 4, 3);
        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_100, 1026, 8));
        segment(C10, 20_100, 1026, TcpFlags.FIN);

        advance(0.1);
        assertListed(
            "TCP 00:03 FIN_WAIT 10.0.0.10:20100 10.0.0.100:1026 10.0.0.23:1026",
            "TCP 00:07 ASSURED 10.0.0.10:0 10.0.0.100:1026 10.0.0.23:1026");
        advance(1.1);
        assertListed(
            "TCP 00:02 FIN_WAIT 10.0.0.10:20100 10.0.0.100:1026 10.0.0.23:1026",
            "TCP 00:06 ASSURED 10.0.0.10:0 10.0.0.100:1026 10.0.0.23:1026");
        advance(2.2);
        assertListed(
            "TCP 00:00 FIN_WAIT 10.0.0.10:20100 10.0.0.100:1026 10.0.0.23:1026",
            "TCP 00:04 ASSURED 10.0.0.10:0 10.0.0.100:1026 10.0.0.23:1026");
        advance(1.1);
        assertListed("TCP 00:03 ASSURED 10.0.0.10:0 10.0.0.100:1026 10.0.0.23:1026");
        advance(3.4);
        assertListed("TCP 00:00 ASSURED 10.0.0.10:0 10.0.0.100:1026 10.0.0.23:1026");
        advance(1.1);
        assertListed();
        advance(1.0);
        assertEquals(0, table.size());
        assertEquals(2, ended.size());
    }

    @Test
    void shouldEndTheTemplateOfAUdpFlow()
    {
        timeouts.set(6, 4, 3);
        connect(IpProtocol.UDP, C10, 20_102, 1027, 8);

        advance(0.1);
        assertListed(
            "UDP 00:02 UDP 10.0.0.10:20102 10.0.0.100:1027 10.0.0.23:1027",
            "UDP 00:07 NONE 10.0.0.10:0 10.0.0.100:1027 10.0.0.23:1027");
        advance(3.2);
        assertListed("UDP 00:04 NONE 10.0.0.10:0 10.0.0.100:1027 10.0.0.23:1027");
        advance(5.4);
        assertListed();
    }

    @Test
    void shouldRenewTheTemplateWhileAConnectionUnderItLives()
    {
        connect(IpProtocol.TCP, C10, 20_000, 1001, 5);

        advance(1.0);
        assertListed(
            "TCP 00:04 ASSURED 10.0.0.10:0 10.0.0.100:1001 10.0.0.23:1001",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20000 10.0.0.100:1001 10.0.0.23:1001");
        advance(5.0);
        assertListed(
            "TCP 00:59 ASSURED 10.0.0.10:0 10.0.0.100:1001 10.0.0.23:1001",
            "TCP 14:54 ESTABLISHED 10.0.0.10:20000 10.0.0.100:1001 10.0.0.23:1001");
        advance(8.0);
        assertListed(
            "TCP 00:51 ASSURED 10.0.0.10:0 10.0.0.100:1001 10.0.0.23:1001",
            "TCP 14:46 ESTABLISHED 10.0.0.10:20000 10.0.0.100:1001 10.0.0.23:1001");

        segment(C10, 20_000, 1001, TcpFlags.FIN);
        advance(53.0);
        assertListed(
            "TCP 00:58 ASSURED 10.0.0.10:0 10.0.0.100:1001 10.0.0.23:1001",
            "TCP 01:07 FIN_WAIT 10.0.0.10:20000 10.0.0.100:1001 10.0.0.23:1001");
        advance(120.0);
        assertEquals(0, table.size());
        assertEquals("[FIN_WAIT, ASSURED]", ended.toString());
    }

    @Test
    void shouldKeepSixtySecondsOnceRenewed()
    {
        connect(IpProtocol.TCP, C10, 20_000, 80, 4);
        advance(7.0);

        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_001, 80, 4));
        advance(2.0);

        assertListed(
            "TCP 00:58 ASSURED 10.0.0.10:0 10.0.0.100:80 10.0.0.23:80",
            "TCP 14:51 ESTABLISHED 10.0.0.10:20000 10.0.0.100:80 10.0.0.23:80",
            "TCP 14:58 ESTABLISHED 10.0.0.10:20001 10.0.0.100:80 10.0.0.23:80");
    }

    @Test
    void shouldNotRestartTheTimerByData()
    {
        connect(IpProtocol.TCP, C10, 20_000, 1001, 30);
        advance(10.0);

        segment(C10, 20_000, 1001, TcpFlags.ACK);
        advance(0.5);

        assertListed(
            "TCP 00:19 ASSURED 10.0.0.10:0 10.0.0.100:1001 10.0.0.23:1001",
            "TCP 14:59 ESTABLISHED 10.0.0.10:20000 10.0.0.100:1001 10.0.0.23:1001");
    }

    @Test
    void shouldNotUseATemplateWhoseTimeIsOutBeforeTheScanCameBy()
    {
        timeouts.set(1, 1, 1);
        connect(IpProtocol.UDP, C10, 20_000, 1001, 5);
        advance(4.5);
        assertEquals(1, table.size());

        nowTicks += 60;

        assertEquals("rs2", connect(IpProtocol.UDP, C10, 20_001, 1001, 5));
        assertEquals("[UDP, NONE]", ended.toString());
        assertEquals(2, table.size());
    }

    @Test
    void shouldUseATemplateWhoseTimeIsOutWhileItIsHeld()
    {
        connect(IpProtocol.TCP, C10, 20_000, 1001, 5);

        nowTicks += 510;

        assertEquals("rs3", connect(IpProtocol.TCP, C10, 20_001, 1001, 5));
        final int slot = find(C10, 1001);
        assertEquals(PersistenceTemplates.RENEWED_TICKS, table.link(slot));
        assertEquals(2, templates.holds(slot));
    }

    @Test
    void shouldLeaveTheRemovalToTheOwner()
    {
        timeouts.set(1, 1, 1);
        connect(IpProtocol.UDP, C10, 20_000, 1001, 5);
        advance(4.5);
        final FlowTable otherTable = new FlowTable(region, 1);
        final PersistenceTemplates otherTemplates = new PersistenceTemplates(otherTable, holds);
        final int slot = otherTemplates.adopt(IpProtocol.UDP, 0, 0x0A00_000AL, 0, VIRTUAL, 1001);
        assertEquals(1, templates.holds(slot));
        otherTemplates.release(slot);
        nowTicks += 60;

        final int found = otherTemplates.acquire(
            IpProtocol.UDP, 0, 0x0A00_000AL, 0, VIRTUAL, 1001, nowTicks, this::onExpired);

        assertEquals(FlowTable.NOT_FOUND, found);
        assertTrue(table.isLive(slot));
        assertTrue(table.isRetired(slot));
        assertEquals("[UDP]", ended.toString());
        advance(1.1);
        assertEquals("[UDP, NONE]", ended.toString());
        assertEquals(0, table.size());
    }

    @Test
    void shouldNotEndATemplateThatIsHeld()
    {
        connect(IpProtocol.TCP, C10, 20_000, 1001, 5);
        final int slot = find(C10, 1001);

        assertTrue(!expiry.end(slot, this::onExpired));
        assertTrue(table.isLive(slot));
        expiry.end(table.find(IpProtocol.TCP, 0, 0x0A00_000AL, 20_000, 0, VIRTUAL, 1001), this::onExpired);
        assertTrue(expiry.end(slot, this::onExpired));
        assertEquals(0, table.size());
    }

    private String connect(
        final int protocol, final int client, final int clientPort, final int virtualPort, final int timeoutSeconds)
    {
        final String server = syn(protocol, client, clientPort, virtualPort, timeoutSeconds);
        if (IpProtocol.TCP == protocol)
        {
            segment(client, clientPort, virtualPort, TcpFlags.ACK);
        }
        return server;
    }

    private String syn(
        final int protocol, final int client, final int clientPort, final int virtualPort, final int timeoutSeconds)
    {
        final long address = 0x0A00_0000L + client;
        int template = templates.acquire(protocol, 0, address, 0, VIRTUAL, virtualPort, nowTicks, this::onExpired);
        if (FlowTable.NOT_FOUND != template && !available[table.destinationId(template)])
        {
            templates.retire(template);
            template = FlowTable.NOT_FOUND;
        }
        if (FlowTable.NOT_FOUND == template)
        {
            template = templates.create(
                protocol, 0, address, 0, VIRTUAL, virtualPort, schedule(), ForwardingCode.DIRECT_ROUTE, nowTicks,
                timeoutSeconds * Timeouts.TICKS_PER_SECOND);
        }

        final int server = table.destinationId(template);
        final int slot = table.insert(
            protocol, 0, address, clientPort, 0, VIRTUAL, virtualPort,
            IpProtocol.TCP == protocol ? ConnectionState.SYN_RECV : ConnectionState.UDP,
            table.flags(template) | FlowTable.CONTROLLED, server, nowTicks, template + 1);
        assertNotEquals(FlowTable.NOT_FOUND, slot);
        templates.renew(template, nowTicks);
        return "rs" + server;
    }

    private void segment(final int client, final int clientPort, final int virtualPort, final int tcpFlags)
    {
        final int slot =
            table.find(IpProtocol.TCP, 0, 0x0A00_0000L + client, clientPort, 0, VIRTUAL, virtualPort);
        final int next = TcpStateTable.next(table.state(slot), tcpFlags);
        if (ConnectionState.ESTABLISHED == next)
        {
            templates.assure(table.link(slot) - 1);
        }
        table.lastSeen(slot, nowTicks);
        table.state(slot, next);
    }

    private int find(final int client, final int virtualPort)
    {
        return table.find(
            IpProtocol.TCP | FlowTable.TEMPLATE, 0, 0x0A00_0000L + client, 0, 0, VIRTUAL, virtualPort);
    }

    private int schedule()
    {
        do
        {
            lastServer = 1 == lastServer ? 3 : lastServer - 1;
        }
        while (0 == weights[lastServer] || !available[lastServer]);
        return lastServer;
    }

    private void onExpired(final FlowTable from, final int slot)
    {
        ended.add(ConnectionState.name(from.state(slot)));
    }

    private void advance(final double seconds)
    {
        final int ticks = (int)Math.round(seconds * Timeouts.TICKS_PER_SECOND);
        for (int i = 0; i < ticks; i++)
        {
            nowTicks++;
            expiry.expire(nowTicks, CAPACITY, this::onExpired);
        }
    }

    private void assertListed(final String... expected)
    {
        final List<String> lines = new ArrayList<>();
        reader.forEach((entry) ->
        {
            final int remaining = entry.remainingTicks(nowTicks, timeouts);
            if (remaining > 0)
            {
                final int port = entry.retired() ? 65_535 : entry.destinationPort();
                final int seconds = remaining / Timeouts.TICKS_PER_SECOND;
                lines.add(String.format(
                    "%s %02d:%02d %s 10.0.0.%d:%d 10.0.0.%d:%d 10.0.0.2%d:%d",
                    IpProtocol.name(entry.protocol()), seconds / 60, seconds % 60,
                    ConnectionState.name(entry.state()), entry.sourceLow() & 0xFF, entry.sourcePort(),
                    entry.destinationLow() & 0xFF, port, entry.destinationId(), port));
            }
        });
        lines.sort(null);

        assertEquals(String.join("\n", expected), String.join("\n", lines));
    }
}
