/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.ServiceSnapshot;
import io.jlvs.dataplane.table.TrafficCounters;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.jlvs.dataplane.engine.Specs.DIRECT;
import static io.jlvs.dataplane.engine.Specs.RR;
import static io.jlvs.dataplane.engine.Specs.RS1;
import static io.jlvs.dataplane.engine.Specs.RS2;
import static io.jlvs.dataplane.engine.Specs.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServiceRegistryTest implements RegistryListener
{
    private final DestinationTable destinations = new DestinationTable();
    private final ServiceRegistry registry = new ServiceRegistry(1, destinations, this);
    private final List<String> events = new ArrayList<>();

    @Test
    void shouldAnswerAsTheKernelDoes()
    {
        assertEquals(ResponseCode.NO_SUCH_SERVICE, registry.deleteService(WEB).code());
        assertEquals(ResponseCode.NO_SUCH_SERVICE, registry.addDestination(WEB, RS1, DIRECT).code());
        assertEquals(ResponseCode.NO_SUCH_SCHEDULER, registry.addService(WEB, Specs.scheduler("nosuch")).code());

        assertEquals(ResponseCode.OK, registry.addService(WEB, RR).code());
        assertEquals(ResponseCode.SERVICE_EXISTS, registry.addService(WEB, RR).code());
        assertEquals(ResponseCode.NO_SUCH_SCHEDULER, registry.editService(WEB, Specs.scheduler("nosuch")).code());

        assertEquals(ResponseCode.NO_SUCH_DESTINATION, registry.editDestination(WEB, RS1, DIRECT).code());
        assertEquals(ResponseCode.OK, registry.addDestination(WEB, RS1, DIRECT).code());
        assertEquals(ResponseCode.DESTINATION_EXISTS, registry.addDestination(WEB, RS1, DIRECT).code());
        assertEquals(ResponseCode.NO_SUCH_DESTINATION, registry.deleteDestination(WEB, RS2).code());
        assertEquals(ResponseCode.INVALID,
            registry.addDestination(WEB, Specs.server("224.0.0.1", 80), DIRECT).code());
        assertEquals(ResponseCode.UNSUPPORTED,
            registry.addDestination(WEB, RS2, Specs.forwarding(ForwardingCode.MASQUERADE)).code());
    }

    @Test
    void shouldListDestinationsNewestFirst()
    {
        registry.addService(WEB, RR);
        registry.addDestination(WEB, RS1, DIRECT);
        registry.addDestination(WEB, RS2, DIRECT);

        final Destination[] array = onlyService().destinations();

        assertEquals(RS2.port(), array[0].port());
        assertEquals(Address.of(RS2.address()).low(), array[0].addressLow());
        assertEquals(Address.of(RS1.address()).low(), array[1].addressLow());
    }

    @Test
    void shouldKeepTheSnapshotUntilSomethingChanges()
    {
        registry.addService(WEB, RR);
        final ServiceSnapshot before = registry.snapshot();

        registry.setService(WEB, RR);
        assertSame(before, registry.snapshot());

        registry.setService(WEB, Specs.scheduler("wlc"));
        assertNotSame(before, registry.snapshot());
    }

    @Test
    void shouldBringADeletedDestinationBackWithItsConnections()
    {
        registry.addService(WEB, RR);
        registry.addDestination(WEB, RS1, DIRECT);
        final Destination destination = onlyService().destinations()[0];
        destination.counters().add(0, TrafficCounters.ACTIVE, 1);

        registry.deleteService(WEB);
        assertFalse(destination.available());
        assertEquals(0, registry.reapDeleted(10_000, 2_000));
        assertEquals(0, registry.reapDeleted(20_000, 2_000));

        registry.addService(WEB, RR);
        registry.addDestination(WEB, RS1, DIRECT);
        assertSame(destination, onlyService().destinations()[0]);
        assertTrue(destination.available());
        assertSame(onlyService().counters(), destination.serviceCounters());
    }

    @Test
    void shouldForgetADeletedDestinationOnceNothingRefersToIt()
    {
        registry.addService(WEB, RR);
        registry.addDestination(WEB, RS1, DIRECT);
        final int id = onlyService().destinations()[0].id();

        registry.deleteDestination(WEB, RS1);
        assertEquals(0, registry.reapDeleted(10_000, 2_000));
        assertEquals(0, registry.reapDeleted(11_999, 2_000));
        assertEquals(1, registry.reapDeleted(12_000, 2_000));

        assertNull(destinations.get(id));
        assertTrue(events.contains("removed " + id));
    }

    @Test
    void shouldTellTheListenerWhatToGuard()
    {
        registry.addService(WEB, RR);
        registry.deleteService(WEB);

        assertEquals(List.of("service 80", "deleted 80"), events);
    }

    @Test
    void shouldZeroByMovingTheBaseLine()
    {
        registry.addService(WEB, RR);
        registry.addDestination(WEB, RS1, DIRECT);
        final RegisteredService service = registry.services().iterator().next();
        service.counters.packet(0, 100);
        service.destinations.get(0).destination.counters().packet(0, 100);

        registry.zeroService(WEB);
        service.counters.packet(0, 60);

        assertEquals(1, service.traffic().inPackets());
        assertEquals(60, service.traffic().inBytes());
        assertEquals(0, service.destinations.get(0).row().traffic().inPackets());
    }

    @Override
    public void onServiceAdded(final ServiceKey key)
    {
        events.add("service " + key.port());
    }

    @Override
    public void onServiceDeleted(final ServiceKey key)
    {
        events.add("deleted " + key.port());
    }

    @Override
    public void onDestinationAdded(final Destination destination)
    {
    }

    @Override
    public void onDestinationRemoved(final Destination destination)
    {
        events.add("removed " + destination.id());
    }

    private Service onlyService()
    {
        final Service[] services = registry.snapshot().services();
        assertEquals(1, services.length);
        return services[0];
    }
}
