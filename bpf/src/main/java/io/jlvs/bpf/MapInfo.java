/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * What the kernel tells of a map; {@code struct bpf_map_info} of include/uapi/linux/bpf.h, its first members:
 * <pre>
 *   0   type          4   id            8   key_size      12  value_size
 *   16  max_entries   20  map_flags     24  name[16]
 * </pre>
 *
 * @param type      {@code BPF_MAP_TYPE_*}.
 * @param id        of the kernel.
 * @param keySize   in bytes.
 * @param valueSize in bytes.
 * @param name      at most 15 characters.
 */
record MapInfo(int type, int id, int keySize, int valueSize, String name)
{
    static final int TYPE_OFFSET = 0;
    static final int ID_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int KEY_SIZE_OFFSET = ID_OFFSET + Integer.BYTES;
    static final int VALUE_SIZE_OFFSET = KEY_SIZE_OFFSET + Integer.BYTES;
    static final int MAX_ENTRIES_OFFSET = VALUE_SIZE_OFFSET + Integer.BYTES;
    static final int MAP_FLAGS_OFFSET = MAX_ENTRIES_OFFSET + Integer.BYTES;
    static final int NAME_OFFSET = MAP_FLAGS_OFFSET + Integer.BYTES;
    static final int NAME_LENGTH = 16;
    static final int LENGTH = NAME_OFFSET + NAME_LENGTH;

    static MapInfo of(final int fd)
    {
        final Pointer info = Native.allocate(LENGTH);
        final Pointer length = Native.allocate(Integer.BYTES);
        length.putInt(0, LENGTH);
        Native.check(
            "bpf_obj_get_info_by_fd(map)", Native.libBpf().infoByFd(fd, info, length));

        return new MapInfo(
            info.getInt(TYPE_OFFSET),
            info.getInt(ID_OFFSET),
            info.getInt(KEY_SIZE_OFFSET),
            info.getInt(VALUE_SIZE_OFFSET),
            info.getString(NAME_OFFSET, NAME_LENGTH, StandardCharsets.US_ASCII));
    }
}
