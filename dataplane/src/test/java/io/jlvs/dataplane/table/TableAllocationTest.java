/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import com.sun.management.ThreadMXBean;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.TcpFlags;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * All that a packet reaches in this package allocates nothing.
 */
class TableAllocationTest
{
    private static final int CAPACITY = 500;
    private static final int CONNECTIONS = 300;
    private static final long VIRTUAL = 0x0A00_0064L;

    private final UnsafeBuffer region = FlowTableTest.region(false, CAPACITY, 2);
    private final FlowTable table = new FlowTable(region, 0);
    private final PersistenceTemplates templates =
        new PersistenceTemplates(table, PersistenceTemplates.allocateHolds(CAPACITY));
    private final Timeouts timeouts = new Timeouts();
    private final ConnectionExpiry expiry = new ConnectionExpiry(table, templates, timeouts, 0);
    private final DestinationTable destinations = new DestinationTable();
    private final ServiceSnapshot services = new ServiceSnapshot(1, List.of(new Service(
        0, 1, false, IpProtocol.TCP, 0, VIRTUAL, 80, "rr", 6_000, new Destination[0], new TrafficCounters(1))));
    private int expired;
    private int nowTicks;
    private final ExpiryListener listener = (from, slot) -> expired++;

    @Test
    void shouldAllocateNothingOverTheLifeOfManyConnections()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        destinations.put(new Destination(destinations.allocateId(), false, 0, 1, 80, new TrafficCounters(1), 1));
        for (int i = 0; i < 20; i++)
        {
            live();
        }

        final int before = expired;
        final long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        live();
        final long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;

        assertEquals(CONNECTIONS + 1, expired - before);
        assertTrue(bytes < 4 * CONNECTIONS, bytes + " bytes for " + CONNECTIONS + " connections");
    }

    private void live()
    {
        for (int port = 0; port < CONNECTIONS; port++)
        {
            final Service service = services.match(false, IpProtocol.TCP, 0, VIRTUAL, 80);
            int template = templates.acquire(IpProtocol.TCP, 0, 7, 0, VIRTUAL, service.port(), nowTicks, listener);
            if (FlowTable.NOT_FOUND == template)
            {
                template = templates.create(
                    IpProtocol.TCP, 0, 7, 0, VIRTUAL, service.port(), destinations.get(1).id(), 3, nowTicks,
                    (int)service.persistenceTimeoutTicks());
            }
            table.insert(
                IpProtocol.TCP, 0, 7, port, 0, VIRTUAL, 80, ConnectionState.SYN_RECV, 3 | FlowTable.CONTROLLED, 1,
                nowTicks, template + 1);
            templates.renew(template, nowTicks);
        }
        for (int port = 0; port < CONNECTIONS; port++)
        {
            final int slot = table.find(IpProtocol.TCP, 0, 7, port, 0, VIRTUAL, 80);
            table.lastSeen(slot, nowTicks);
            table.state(slot, TcpStateTable.next(table.state(slot), TcpFlags.ACK));
            templates.assure(table.link(slot) - 1);
        }
        for (int i = 0; i < 1_100; i++)
        {
            nowTicks += 100;
            expiry.expire(nowTicks, CAPACITY, listener);
        }
    }
}
