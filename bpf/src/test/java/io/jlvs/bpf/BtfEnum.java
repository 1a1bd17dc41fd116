/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.util.LinkedHashMap;
import java.util.Map;
import jnr.ffi.Pointer;

/**
 * Names and values of a C enum by its type information (include/uapi/linux/btf.h):
 * <pre>
 *   struct btf_type { u32 name_off, info, size; }  then per value  { u32 name_off; s32 value; }
 * </pre>
 *
 * @param values by name, in the order of the declaration.
 */
record BtfEnum(Map<String, Integer> values)
{
    private static final int KIND_ENUM = 6;
    private static final int INFO_OFFSET = 4;
    private static final int VALUES_OFFSET = 12;
    private static final int VALUE_LENGTH = 8;

    static BtfEnum of(final Pointer btf, final String name)
    {
        final int id = LibBtf.INSTANCE.find(btf, name, KIND_ENUM);
        if (id < 0)
        {
            throw new AssertionError("no enum " + name + " in BTF");
        }

        final Pointer type = LibBtf.INSTANCE.type(btf, id);
        final int count = type.getInt(INFO_OFFSET) & 0xFFFF;
        final Map<String, Integer> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++)
        {
            final long value = VALUES_OFFSET + (long)i * VALUE_LENGTH;
            values.put(LibBtf.INSTANCE.name(btf, type.getInt(value)), type.getInt(value + Integer.BYTES));
        }

        return new BtfEnum(values);
    }
}
