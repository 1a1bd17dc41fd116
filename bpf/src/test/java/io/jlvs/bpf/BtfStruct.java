/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.util.HashMap;
import java.util.Map;
import jnr.ffi.Pointer;

/**
 * Size and member offsets of a C struct by its type information (include/uapi/linux/btf.h):
 * <pre>
 *   struct btf_type { u32 name_off, info, size; }  then per member  { u32 name_off, type, bit_offset; }
 * </pre>
 *
 * @param size    in bytes.
 * @param offsets in bytes, by member.
 */
record BtfStruct(int size, Map<String, Integer> offsets)
{
    private static final int KIND_STRUCT = 4;
    private static final int INFO_OFFSET = 4;
    private static final int SIZE_OFFSET = 8;
    private static final int MEMBERS_OFFSET = 12;
    private static final int MEMBER_LENGTH = 12;
    private static final int MEMBER_BIT_OFFSET_OFFSET = 8;

    static BtfStruct of(final Pointer btf, final String name)
    {
        final int id = LibBtf.INSTANCE.find(btf, name, KIND_STRUCT);
        if (id < 0)
        {
            throw new AssertionError("no struct " + name + " in BTF");
        }

        final Pointer type = LibBtf.INSTANCE.type(btf, id);
        final int count = type.getInt(INFO_OFFSET) & 0xFFFF;
        final Map<String, Integer> offsets = new HashMap<>();
        for (int i = 0; i < count; i++)
        {
            final long member = MEMBERS_OFFSET + (long)i * MEMBER_LENGTH;
            final int bitOffset = type.getInt(member + MEMBER_BIT_OFFSET_OFFSET) & 0xFFFFFF;
            offsets.put(LibBtf.INSTANCE.name(btf, type.getInt(member)), bitOffset / Byte.SIZE);
        }

        return new BtfStruct(type.getInt(SIZE_OFFSET), offsets);
    }

    int offset(final String member)
    {
        final Integer offset = offsets.get(member);
        if (offset == null)
        {
            throw new AssertionError("no member " + member + ", only " + offsets.keySet());
        }

        return offset;
    }
}
