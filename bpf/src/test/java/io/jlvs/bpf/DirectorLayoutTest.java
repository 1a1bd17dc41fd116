/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.engine.OffloadOutcome;
import io.jlvs.dataplane.table.FlowHash;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Java's view of what the director's XDP program shares, against the type information of the compiled program.
 */
class DirectorLayoutTest
{
    private BpfObject object;

    @BeforeEach
    void open()
    {
        object = BpfObject.open(DirectorLayout.RESOURCE, DirectorLayout.OBJECT_NAME);
    }

    @AfterEach
    void close()
    {
        object.close();
    }

    @Test
    void shouldLayOutConstantsAsCompiledProgram()
    {
        final BtfStruct owner = BtfStruct.of(object.btf(), "director_owner");
        assertEquals(GuardOwner.LENGTH, owner.size());
        assertEquals(GuardOwner.LAYOUT_OFFSET, owner.offset("layout"));
        assertEquals(GuardOwner.PID_OFFSET, owner.offset("pid"));
        assertEquals(GuardOwner.START_TICKS_OFFSET, owner.offset("start_ticks"));
        assertEquals(GuardOwner.DIRECTORY_OFFSET, owner.offset("directory"));

        final BtfStruct clock = BtfStruct.of(object.btf(), "director_clock");
        assertEquals(DirectorLayout.CLOCK_LENGTH, clock.size());
        assertEquals(DirectorLayout.CLOCK_JIFFIES_OFFSET, clock.offset("jiffies"));
        assertEquals(DirectorLayout.CLOCK_TICKS_OFFSET, clock.offset("ticks"));
        assertEquals(DirectorLayout.CLOCK_MULTIPLIER_OFFSET, clock.offset("multiplier"));
        assertEquals(DirectorLayout.CLOCK_REMAINDER_OFFSET, clock.offset("remainder"));

        final BtfStruct constants = BtfStruct.of(object.btf(), "director_constants");
        assertEquals(DirectorLayout.CONSTANTS_LENGTH, constants.size());
        assertEquals(DirectorLayout.OWNER_OFFSET, constants.offset("owner"));
        assertEquals(DirectorLayout.CAPACITY_IPV4_OFFSET, constants.offset("capacity_ipv4"));
        assertEquals(DirectorLayout.CAPACITY_IPV6_OFFSET, constants.offset("capacity_ipv6"));
        assertEquals(DirectorLayout.CPUS_OFFSET, constants.offset("cpus"));
        assertEquals(DirectorLayout.FRAGS_OFFSET, constants.offset("frags"));
        assertEquals(DirectorLayout.OUTCOME_COUNT_OFFSET, constants.offset("outcomes"));
        assertEquals(DirectorLayout.HASH_IPV4_OFFSET, constants.offset("hash_ipv4"));
        assertEquals(DirectorLayout.HASH_IPV6_OFFSET, constants.offset("hash_ipv6"));
        assertEquals(DirectorLayout.CLOCK_OFFSET, constants.offset("clock"));
        assertEquals(DirectorLayout.HASH_KEYS, new FlowHash(1).keys().length);
    }

    @Test
    void shouldLayOutFlowsAsFlowTable()
    {
        final BtfStruct flow = BtfStruct.of(object.btf(), "flow");
        assertEquals(FlowTableDescriptor.IPV4_ENTRY_LENGTH, flow.size());
        assertEquals(FlowTableDescriptor.CONTROL_OFFSET, flow.offset("control"));
        assertEquals(FlowTableDescriptor.IPV4_SOURCE_OFFSET, flow.offset("source"));
        assertEquals(FlowTableDescriptor.IPV4_DESTINATION_OFFSET, flow.offset("destination"));
        assertEquals(FlowTableDescriptor.SOURCE_PORT_OFFSET, flow.offset("ports"));
        assertEquals(FlowTableDescriptor.KIND_OFFSET, flow.offset("kind"));
        assertEquals(FlowTableDescriptor.STATE_OFFSET, flow.offset("state"));
        assertEquals(FlowTableDescriptor.FLAGS_OFFSET, flow.offset("flags"));
        assertEquals(FlowTableDescriptor.OWNER_OFFSET, flow.offset("owner"));
        assertEquals(FlowTableDescriptor.DESTINATION_ID_OFFSET, flow.offset("destination_id"));
        assertEquals(FlowTableDescriptor.LAST_SEEN_OFFSET, flow.offset("last_seen"));
        assertEquals(FlowTableDescriptor.LINK_OFFSET, flow.offset("link"));

        final BtfStruct flowIpv6 = BtfStruct.of(object.btf(), "flow_ipv6");
        assertEquals(FlowTableDescriptor.IPV6_ENTRY_LENGTH, flowIpv6.size());
        assertEquals(0, flowIpv6.offset("flow"));
        assertEquals(FlowTableDescriptor.IPV6_SOURCE_OFFSET, flowIpv6.offset("source"));
        assertEquals(FlowTableDescriptor.IPV6_DESTINATION_OFFSET, flowIpv6.offset("destination"));
    }

    @Test
    void shouldLayOutDestinationsAsCells()
    {
        final BtfStruct destination = BtfStruct.of(object.btf(), "destination");
        assertEquals(DestinationCells.CELL_LENGTH, destination.size());
        assertEquals(DestinationCells.SEQUENCE_OFFSET, destination.offset("sequence"));
        assertEquals(DestinationCells.FLAGS_OFFSET, destination.offset("flags"));
        assertEquals(DestinationCells.INTERFACE_OFFSET, destination.offset("interface"));
        assertEquals(DestinationCells.MTU_OFFSET, destination.offset("mtu"));
        assertEquals(DestinationCells.DESTINATION_MAC_OFFSET, destination.offset("destination_mac"));
        assertEquals(DestinationCells.SOURCE_MAC_OFFSET, destination.offset("source_mac"));
        assertEquals(DestinationCells.PORT_OFFSET, destination.offset("port"));
        assertEquals(DestinationCells.TUNNEL_SOURCE_OFFSET, destination.offset("tunnel_source"));
        assertEquals(DestinationCells.SERVER_OFFSET, destination.offset("server"));
    }

    @Test
    void shouldLayOutCountersAndPortsAsCompiledProgram()
    {
        final BtfStruct traffic = BtfStruct.of(object.btf(), "traffic");
        assertEquals(DirectorLayout.TRAFFIC_LENGTH, traffic.size());
        assertEquals(DirectorLayout.TRAFFIC_PACKETS_OFFSET, traffic.offset("packets"));
        assertEquals(DirectorLayout.TRAFFIC_BYTES_OFFSET, traffic.offset("bytes"));

        final BtfStruct counts = BtfStruct.of(object.btf(), "cpu_counts");
        assertEquals(DirectorLayout.COUNTS_LENGTH, counts.size());
        assertEquals(DirectorLayout.COUNTS_PACKETS_OFFSET, counts.offset("packets"));
        assertEquals(DirectorLayout.COUNTS_IDENTIFICATION_OFFSET, counts.offset("identification"));

        final BtfStruct port = BtfStruct.of(object.btf(), "port");
        assertEquals(DirectorLayout.PORT_LENGTH, port.size());
        assertEquals(DirectorLayout.PORT_INTERFACE_OFFSET, port.offset("interface"));
        assertEquals(DirectorLayout.PORT_FLAGS_OFFSET, port.offset("flags"));
        assertEquals(DirectorLayout.PORT_MAC_OFFSET, port.offset("mac"));
        assertEquals(DirectorLayout.PORT_VIRTUAL_ROUTERS_OFFSET, port.offset("virtual_routers"));

        final BtfStruct heartbeat = BtfStruct.of(object.btf(), "heartbeat");
        assertEquals(DirectorLayout.HEARTBEAT_LENGTH, heartbeat.size());
        assertEquals(DirectorLayout.HEARTBEAT_UNTIL_OFFSET, heartbeat.offset("until"));
    }

    @Test
    void shouldNumberOutcomesAsCompiledProgram()
    {
        final Map<String, Integer> expected = new TreeMap<>();
        for (final OffloadOutcome outcome : OffloadOutcome.values())
        {
            expected.put(outcome.name(), outcome.ordinal());
        }
        expected.put("FURTHER", OffloadOutcome.values().length);

        assertEquals(expected, new TreeMap<>(BtfEnum.of(object.btf(), "outcome").values()));
    }

    @Test
    void shouldReadOwnerFromConstants()
    {
        final GuardOwner owner = GuardOwner.self(Path.of("/run/jlvs"));

        final byte[] constants = DirectorLayout.constants(
            owner, new TableShape(1024, 1), new TableShape(2048, 2), 2, true, 20, new KernelClock(0, 0, 0, 0));

        assertEquals(owner, GuardOwner.decode(constants, DirectorLayout.VERSION));
        assertNull(GuardOwner.decode(constants, DirectorLayout.VERSION + 1));
        assertNull(GuardOwner.decode(constants));
        final ByteBuffer buffer = ByteBuffer.wrap(constants).order(ByteOrder.nativeOrder());
        assertEquals(new FlowHash(1).keys()[10], buffer.getLong(DirectorLayout.HASH_IPV6_OFFSET - Long.BYTES));
        assertEquals(new FlowHash(2).keys()[0], buffer.getLong(DirectorLayout.HASH_IPV6_OFFSET));
    }
}
