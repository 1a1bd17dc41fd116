/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * What the kernel tells of a program; {@code struct bpf_prog_info} of include/uapi/linux/bpf.h, its first members:
 * <pre>
 *   0   type              4   id                8   tag[8]            16  jited_prog_len
 *   20  xlated_prog_len   24  jited_prog_insns  32  xlated_prog_insns 40  load_time
 *   48  created_by_uid    52  nr_map_ids        56  map_ids           64  name[16]
 * </pre>
 *
 * @param id     of the kernel.
 * @param name   at most 15 characters of the C function's name.
 * @param mapIds maps that the program uses, constants among them.
 */
record ProgramInfo(int id, String name, int[] mapIds)
{
    static final int ID_OFFSET = 4;
    static final int NR_MAP_IDS_OFFSET = 52;
    static final int MAP_IDS_OFFSET = 56;
    static final int NAME_OFFSET = 64;
    static final int NAME_LENGTH = 16;
    static final int LENGTH = NAME_OFFSET + NAME_LENGTH;

    private static final int MAX_MAPS = 64;

    static ProgramInfo of(final int fd)
    {
        final Pointer info = Native.allocate(LENGTH);
        final Pointer ids = Native.allocate(MAX_MAPS * Integer.BYTES);
        final Pointer length = Native.allocate(Integer.BYTES);
        info.putInt(NR_MAP_IDS_OFFSET, MAX_MAPS);
        info.putPointer(MAP_IDS_OFFSET, ids);
        length.putInt(0, LENGTH);
        Native.check(
            "bpf_obj_get_info_by_fd(program)", Native.libBpf().infoByFd(fd, info, length));

        final int[] mapIds = new int[Math.min(info.getInt(NR_MAP_IDS_OFFSET), MAX_MAPS)];
        ids.get(0, mapIds, 0, mapIds.length);

        return new ProgramInfo(
            info.getInt(ID_OFFSET), info.getString(NAME_OFFSET, NAME_LENGTH, StandardCharsets.US_ASCII), mapIds);
    }
}
