/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.packet.IpProtocol;
import java.util.HexFormat;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;

/**
 * Java's view of C structs against the type information of the compiled program and of the running kernel.
 */
class GuardLayoutTest
{
    @Test
    void shouldLayOutServiceKeyAsCompiledProgram()
    {
        try (BpfObject object = BpfObject.open(GuardLayout.RESOURCE, GuardLayout.OBJECT_NAME))
        {
            final BtfStruct key = BtfStruct.of(object.btf(), "service_key");

            assertEquals(GuardLayout.KEY_LENGTH, key.size());
            assertEquals(GuardLayout.KEY_IPV6_OFFSET, key.offset("ipv6"));
            assertEquals(GuardLayout.KEY_PROTOCOL_OFFSET, key.offset("protocol"));
            assertEquals(GuardLayout.KEY_PORT_OFFSET, key.offset("port"));
            assertEquals(GuardLayout.KEY_ADDRESS_OFFSET, key.offset("address"));
        }
    }

    @Test
    void shouldLayOutOwnerAsCompiledProgram()
    {
        try (BpfObject object = BpfObject.open(GuardLayout.RESOURCE, GuardLayout.OBJECT_NAME))
        {
            final BtfStruct owner = BtfStruct.of(object.btf(), "guard_owner");

            assertEquals(GuardOwner.LENGTH, owner.size());
            assertEquals(GuardOwner.LAYOUT_OFFSET, owner.offset("layout"));
            assertEquals(GuardOwner.PID_OFFSET, owner.offset("pid"));
            assertEquals(GuardOwner.START_TICKS_OFFSET, owner.offset("start_ticks"));
            assertEquals(GuardOwner.DIRECTORY_OFFSET, owner.offset("directory"));
        }
    }

    @Test
    void shouldReadMapAndProgramInformationAsKernelWritesIt()
    {
        final Pointer btf = LibBtf.INSTANCE.loadVmlinux();
        assertNotNull(btf, "the kernel shows no BTF: CONFIG_DEBUG_INFO_BTF");

        final BtfStruct map = BtfStruct.of(btf, "bpf_map_info");
        assertEquals(MapInfo.TYPE_OFFSET, map.offset("type"));
        assertEquals(MapInfo.ID_OFFSET, map.offset("id"));
        assertEquals(MapInfo.KEY_SIZE_OFFSET, map.offset("key_size"));
        assertEquals(MapInfo.VALUE_SIZE_OFFSET, map.offset("value_size"));
        assertEquals(MapInfo.MAX_ENTRIES_OFFSET, map.offset("max_entries"));
        assertEquals(MapInfo.MAP_FLAGS_OFFSET, map.offset("map_flags"));
        assertEquals(MapInfo.NAME_OFFSET, map.offset("name"));

        final BtfStruct program = BtfStruct.of(btf, "bpf_prog_info");
        assertEquals(ProgramInfo.ID_OFFSET, program.offset("id"));
        assertEquals(ProgramInfo.NR_MAP_IDS_OFFSET, program.offset("nr_map_ids"));
        assertEquals(ProgramInfo.MAP_IDS_OFFSET, program.offset("map_ids"));
        assertEquals(ProgramInfo.NAME_OFFSET, program.offset("name"));
    }

    @Test
    void shouldEncodeIpv4AddressInLastFourBytes()
    {
        final byte[] key = GuardLayout.key(false, IpProtocol.TCP, 0, 0xC0A80101L, 8080);

        assertArrayEquals(HexFormat.of().parseHex("0006" + "1f90" + "000000000000000000000000" + "c0a80101"), key);
    }

    @Test
    void shouldEncodeIpv6AddressInNetworkOrder()
    {
        final byte[] key = GuardLayout.key(true, IpProtocol.UDP, 0x20010DB800000000L, 0x53L, 53);

        assertArrayEquals(HexFormat.of().parseHex("0111" + "0035" + "20010db8000000000000000000000053"), key);
    }

    @Test
    void shouldNameMapAndLengthWhenInitialValueDoesNotFit()
    {
        try (BpfObject object = BpfObject.open(GuardLayout.RESOURCE, GuardLayout.OBJECT_NAME))
        {
            final BpfException ex =
                assertThrows(BpfException.class, () -> object.initialValue(GuardLayout.OWNER_MAP, new byte[3]));

            assertEquals(Native.EINVAL, ex.errno());
            assertTrue(ex.getMessage().contains("jlvs.rodata, 3 bytes"), ex::getMessage);
            assertTrue(ex.getMessage().contains("Invalid argument"), ex::getMessage);
        }
    }

    @Test
    void shouldSayWhatIsMissingWhenProgramWasNotCompiled()
    {
        final BpfException ex = assertThrows(BpfException.class, () -> BpfObject.open("absent.bpf.o", "absent"));

        assertTrue(ex.getMessage().contains("absent.bpf.o on the class path"), ex::getMessage);
    }
}
