/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.Verdict;
import io.jlvs.dataplane.table.Destination;
import io.jlvs.dataplane.table.TrafficCounters;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import static io.jlvs.dataplane.engine.Specs.RS1;
import static io.jlvs.dataplane.engine.Specs.RS2;
import static io.jlvs.dataplane.engine.Specs.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PacketProcessorTest
{
    private static final String VIP = "10.0.0.100";
    private static final String CLIENT = "10.0.0.10";
    private static final long VIRTUAL_MAC = 0x0000_5E00_0133L;
    private static final ServiceKey DNS = Specs.udp(VIP, 53);

    private final EngineFixture engine = new EngineFixture(1024);

    @Test
    void shouldScheduleNewConnectionsAndKeepKnownOnes()
    {
        twoServers("rr", 0);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, syn(20000));
        assertEquals(22, engine.lastServer());
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, syn(20001));
        assertEquals(21, engine.lastServer());
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, segment(20000, "A"));
        assertEquals(22, engine.lastServer());
    }

    @Test
    void shouldLeaveEverythingElseToTheKernel()
    {
        assertEquals(Verdict.PASS_NO_SERVICE, syn(20000));

        twoServers("rr", 0);

        assertEquals(Verdict.PASS_NO_SERVICE, engine.send(Wire.tcp(CLIENT, 20000, VIP, 22, "S")));
        assertEquals(Verdict.PASS_NO_SERVICE, engine.send(Wire.udp(CLIENT, 20000, VIP, 80)));
        assertEquals(0, engine.sent.size());
    }

    @Test
    void shouldAnswerForAServiceWithoutServers()
    {
        engine.service(WEB, "rr", 0);

        assertEquals(Verdict.ANSWER_PORT_UNREACHABLE, syn(20000));

        engine.server(WEB, RS1, 0);
        assertEquals(Verdict.ANSWER_PORT_UNREACHABLE, syn(20000));
        assertEquals(2, engine.sent.size());
    }

    @Test
    void shouldResetStraySegmentsButNotAnswerResets()
    {
        twoServers("rr", 0);

        assertEquals(Verdict.ANSWER_RESET, segment(20000, "A"));
        assertEquals(Verdict.ANSWER_RESET, segment(20000, "FA"));
        assertEquals(Verdict.DROP_STRAY, segment(20000, "RA"));
    }

    @Test
    void shouldCountActiveAndInactiveConnections()
    {
        twoServers("rr", 0);
        syn(20000);
        final Destination destination = engine.registry.snapshot().services()[0].destinations()[0];

        assertCounts(destination, 1, 0);
        segment(20000, "A");
        assertCounts(destination, 1, 0);
        segment(20000, "FA");
        assertCounts(destination, 0, 1);
        assertEquals(3, destination.counters().sum(TrafficCounters.IN_PACKETS));
        assertEquals(120, destination.counters().sum(TrafficCounters.IN_BYTES));
        assertEquals(1, destination.counters().sum(TrafficCounters.CONNECTIONS));
        assertEquals(3, destination.serviceCounters().sum(TrafficCounters.IN_PACKETS));
    }

    @Test
    void shouldDropSilentlyWhileADeletedServerMayComeBack()
    {
        twoServers("rr", 0);
        syn(20000);
        segment(20000, "A");

        engine.registry.deleteDestination(WEB, RS2);
        engine.publish();
        assertEquals(Verdict.DROP_NO_DESTINATION, segment(20000, "A"));

        engine.server(WEB, RS2, 1);
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, segment(20000, "A"));
        assertEquals(22, engine.lastServer());
    }

    @Test
    void shouldUnhookWhenTheLastServiceIsDeleted()
    {
        twoServers("rr", 0);
        syn(20000);

        engine.registry.deleteService(WEB);
        engine.publish();

        assertEquals(Verdict.PASS_NO_SERVICE, segment(20000, "A"));
    }

    @Test
    void shouldKeepAConnectionOnAServerOfWeightZero()
    {
        twoServers("rr", 0);
        syn(20000);

        engine.server(WEB, RS2, 0);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, segment(20000, "A"));
        assertEquals(22, engine.lastServer());
        syn(20001);
        assertEquals(21, engine.lastServer());
        syn(20002);
        assertEquals(21, engine.lastServer());
    }

    @Test
    void shouldScheduleAnewWhenTheOldConnectionWasClosed()
    {
        twoServers("rr", 0);
        syn(20000);
        segment(20000, "A");
        segment(20000, "RA");

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, syn(20000));

        assertEquals(21, engine.lastServer());
    }

    @Test
    void shouldStickToTheServerOfTheFirstConnection()
    {
        twoServers("rr", 30);

        syn(20000);
        assertEquals(22, engine.lastServer());
        syn(20001);
        assertEquals(22, engine.lastServer());
        engine.send(Wire.tcp("10.0.0.128", 20000, VIP, 80, "S"));
        assertEquals(21, engine.lastServer());
        engine.send(Wire.tcp("10.0.0.128", 20001, VIP, 80, "S"));
        assertEquals(21, engine.lastServer());
        final Destination destination = engine.registry.snapshot().services()[0].destinations()[0];
        assertEquals(1, destination.counters().sum(TrafficCounters.PERSISTENT));
        assertCounts(destination, 2, 0);
    }

    @Test
    void shouldReplaceTheTemplateOfADeletedServer()
    {
        twoServers("rr", 30);
        syn(20000);

        engine.registry.deleteDestination(WEB, RS2);
        engine.publish();
        syn(20001);
        assertEquals(21, engine.lastServer());
        engine.server(WEB, RS2, 1);
        syn(20002);

        assertEquals(21, engine.lastServer());
    }

    @Test
    void shouldForgetUdpAfterItsTimeout()
    {
        engine.service(DNS, "rr", 0);
        engine.server(DNS, Specs.server("10.0.0.21", 53), 1);
        engine.server(DNS, Specs.server("10.0.0.22", 53), 1);
        engine.send(Wire.udp(CLIENT, 5000, VIP, 53));
        final Destination first = engine.registry.snapshot().services()[0].destinations()[0];
        assertCounts(first, 0, 1);

        engine.advanceSeconds(299);
        engine.send(Wire.udp(CLIENT, 5000, VIP, 53));
        assertEquals(22, engine.lastServer());
        engine.advanceSeconds(301);
        engine.send(Wire.udp(CLIENT, 5000, VIP, 53));

        assertEquals(21, engine.lastServer());
        assertCounts(first, 0, 0);
    }

    @Test
    void shouldEndConnectionsWithoutTraffic()
    {
        twoServers("rr", 0);
        syn(20000);
        final Destination destination = engine.registry.snapshot().services()[0].destinations()[0];

        for (int i = 0; i < 62; i++)
        {
            engine.advanceSeconds(1);
            engine.connections.expire();
        }

        assertCounts(destination, 0, 0);
    }

    @Test
    void shouldForwardWithoutAnEntryWhenTheTableIsFull()
    {
        twoServers("rr", 0);

        int forwarded = 0;
        for (int port = 1; port <= 2000; port++)
        {
            forwarded += Verdict.FORWARD_DIRECT_ROUTE == syn(port) ? 1 : 0;
        }

        assertEquals(2000, forwarded);
        assertTrue(activeConnections() <= 1024, () -> "entries: " + activeConnections());
    }

    @Test
    void shouldHoldFramesUntilTheNeighbourIsKnown()
    {
        engine.isResolving = false;
        twoServers("rr", 0);
        final Destination destination = engine.registry.snapshot().services()[0].destinations()[0];

        assertEquals(Verdict.HELD_FOR_NEIGHBOUR, syn(20000));
        assertEquals(0, engine.processor.pollPending());
        EngineFixture.resolve(destination);
        assertEquals(1, engine.processor.pollPending());

        assertEquals(List.of(Verdict.FORWARD_DIRECT_ROUTE), engine.lateVerdicts);
        assertEquals(22, engine.lastServer());
    }

    @Test
    void shouldGiveUpFramesWhoseNeighbourStaysSilent()
    {
        engine.isResolving = false;
        twoServers("rr", 0);
        for (int i = 0; i < Configuration.PENDING_FRAMES; i++)
        {
            assertEquals(Verdict.HELD_FOR_NEIGHBOUR, syn(20000));
        }

        assertEquals(Verdict.DROP_NO_NEIGHBOUR, syn(20000));
        engine.advanceSeconds(1);
        assertEquals(Configuration.PENDING_FRAMES, engine.processor.pollPending());
        assertNotEquals(0, engine.lateVerdicts.size());
        assertTrue(engine.lateVerdicts.stream().allMatch(Verdict.DROP_NO_NEIGHBOUR::equals));
    }

    @Test
    void shouldLeaveFramesToOthersAlone()
    {
        twoServers("rr", 0);

        assertEquals(Verdict.PASS_NOT_FOR_HOST, engine.processor.onFrame(toVirtualMac(Frame.TO_OTHER_HOST)));

        virtualMac(EngineFixture.CLIENT_INTERFACE, VIRTUAL_MAC + 1);
        assertEquals(Verdict.PASS_NOT_FOR_HOST, engine.processor.onFrame(toVirtualMac(Frame.TO_OTHER_HOST)));

        virtualMac(EngineFixture.SERVER_INTERFACE, VIRTUAL_MAC);
        assertEquals(Verdict.PASS_NOT_FOR_HOST, engine.processor.onFrame(toVirtualMac(Frame.TO_OTHER_HOST)));
        assertEquals(0, engine.sent.size());
    }

    @Test
    void shouldTakeFramesToAVirtualMacForAsLongAsItIsThisHosts()
    {
        twoServers("rr", 0);
        virtualMac(EngineFixture.CLIENT_INTERFACE, VIRTUAL_MAC);

        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, engine.processor.onFrame(toVirtualMac(Frame.TO_OTHER_HOST)));
        assertEquals(22, engine.lastServer());
        assertEquals(Verdict.FORWARD_DIRECT_ROUTE, syn(20000));

        engine.processor.virtualMacs(VirtualMacSnapshot.EMPTY);
        assertEquals(Verdict.PASS_NOT_FOR_HOST, engine.processor.onFrame(toVirtualMac(Frame.TO_OTHER_HOST)));
    }

    /** Broadcast, multicast, sent by this host itself, looped back, and those that linux/if_packet.h has besides. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 7})
    void shouldTakeNoOtherKindOfPacketForAVirtualMac(final int packetType)
    {
        twoServers("rr", 0);
        virtualMac(EngineFixture.CLIENT_INTERFACE, VIRTUAL_MAC);

        assertEquals(Verdict.PASS_NOT_FOR_HOST, engine.processor.onFrame(toVirtualMac(packetType)));
        assertEquals(0, engine.sent.size());
    }

    @Test
    void shouldPassAFrameThatIsShorterThanItsHeader()
    {
        twoServers("rr", 0);
        virtualMac(EngineFixture.CLIENT_INTERFACE, VIRTUAL_MAC);

        for (int length = 0; length < EthernetFlyweight.LENGTH; length++)
        {
            final Frame frame = toVirtualMac(Frame.TO_OTHER_HOST).length(length);
            assertEquals(Verdict.PASS_NOT_FOR_HOST, engine.processor.onFrame(frame), "length " + length);
        }
    }

    @Test
    void shouldAnswerFramesToAVirtualMacAsAnyOther()
    {
        engine.service(WEB, "rr", 0);
        virtualMac(EngineFixture.CLIENT_INTERFACE, VIRTUAL_MAC);

        assertEquals(Verdict.ANSWER_PORT_UNREACHABLE, engine.processor.onFrame(toVirtualMac(Frame.TO_OTHER_HOST)));

        engine.server(WEB, RS1, 1);
        final Frame stray =
            toVirtualMac(Frame.TO_OTHER_HOST, Wire.tcp(CLIENT, 20000, VIP, 80, "A"));
        assertEquals(Verdict.ANSWER_RESET, engine.processor.onFrame(stray));
        for (final byte[] answer : engine.sent)
        {
            assertEquals(
                VIRTUAL_MAC, EthernetFlyweight.mac(new UnsafeBuffer(answer), EthernetFlyweight.SOURCE_OFFSET));
        }
    }

    private Frame toVirtualMac(final int packetType)
    {
        return toVirtualMac(packetType, Wire.tcp(CLIENT, 20000, VIP, 80, "S"));
    }

    private Frame toVirtualMac(final int packetType, final byte[] bytes)
    {
        final Frame frame = engine.wrap(bytes).packetType(packetType);
        EthernetFlyweight.mac(frame.buffer(), frame.offset() + EthernetFlyweight.DESTINATION_OFFSET, VIRTUAL_MAC);
        return frame;
    }

    private void virtualMac(final int interfaceIndex, final long mac)
    {
        engine.processor.virtualMacs(VirtualMacSnapshot.of(
            new TreeMap<>(Map.of(interfaceIndex, new TreeSet<>(List.of(mac))))));
    }

    private void twoServers(final String scheduler, final int persistenceSeconds)
    {
        engine.service(WEB, scheduler, persistenceSeconds).server(WEB, RS1, 1).server(WEB, RS2, 1);
    }

    private Verdict syn(final int clientPort)
    {
        return segment(clientPort, "S");
    }

    private Verdict segment(final int clientPort, final String flags)
    {
        return engine.send(Wire.tcp(CLIENT, clientPort, VIP, 80, flags));
    }

    private long activeConnections()
    {
        long sum = 0;
        for (final Destination destination : engine.registry.snapshot().services()[0].destinations())
        {
            sum += destination.counters().sum(TrafficCounters.ACTIVE);
        }

        return sum;
    }

    private static void assertCounts(final Destination destination, final int active, final int inactive)
    {
        assertEquals(active, destination.counters().sum(TrafficCounters.ACTIVE), "active");
        assertEquals(inactive, destination.counters().sum(TrafficCounters.INACTIVE), "inactive");
    }
}
