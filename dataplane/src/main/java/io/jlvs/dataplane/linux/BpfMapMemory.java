/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.agrona.BufferUtil;

/**
 * Memory of a BPF array map that another process made: the flow tables of a director that shares them with XDP.
 */
public final class BpfMapMemory
{
    /** {@code __NR_bpf} by {@code os.arch}. */
    private static final Map<String, Integer> SYSTEM_CALL = Map.of("amd64", 321, "x86_64", 321, "aarch64", 280);
    private static final int BPF_MAP_GET_FD_BY_ID = 14;

    // union bpf_attr of that command: u32 map_id, next_id, open_flags
    private static final int ATTRIBUTE_LENGTH = 3 * Integer.BYTES;

    private BpfMapMemory()
    {
    }

    /**
     * Map it.
     *
     * @param mapId  of the kernel.
     * @param length in bytes, at most that of the map.
     * @return owner of the mapping.
     * @throws NativeException if there is no such map (ENOENT), or no right to it (EPERM).
     */
    public static MappedRegion map(final int mapId, final int length)
    {
        final String call = "bpf(map " + mapId + ")";
        final Integer number = SYSTEM_CALL.get(System.getProperty("os.arch"));
        if (null == number)
        {
            throw new NativeException(call, Errno.ENOSYS);
        }

        final ByteBuffer attribute = ByteBuffer.allocateDirect(ATTRIBUTE_LENGTH).order(ByteOrder.nativeOrder());
        attribute.putInt(0, mapId);
        final long fd = LibC.CALLS.syscall(
            number, BPF_MAP_GET_FD_BY_ID, BufferUtil.address(attribute), ATTRIBUTE_LENGTH);
        try (FileDescriptor descriptor = new FileDescriptor(Syscalls.check((int)fd, call)))
        {
            return MappedRegion.of("mmap(map " + mapId + ")", descriptor, length);
        }
    }
}
