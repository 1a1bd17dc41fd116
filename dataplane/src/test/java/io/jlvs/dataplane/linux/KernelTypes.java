/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The structs of the running kernel, read from its BTF (Documentation/bpf/btf.rst): the source of truth for layouts
 * that Java repeats. Members of anonymous structs and unions count as members of the struct around them.
 */
public final class KernelTypes
{
    /** Where kernels with CONFIG_DEBUG_INFO_BTF offer their types. */
    public static final Path PATH = Path.of("/sys/kernel/btf/vmlinux");

    private static final int KIND_INT = 1;
    private static final int KIND_ARRAY = 3;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_UNION = 5;
    private static final int KIND_ENUM = 6;
    private static final int KIND_FUNC_PROTO = 13;
    private static final int KIND_VAR = 14;
    private static final int KIND_DATASEC = 15;
    private static final int KIND_DECL_TAG = 17;
    private static final int KIND_ENUM64 = 19;
    private static final int TYPE_LENGTH = 12;
    private static final int MEMBER_LENGTH = 12;

    private final ByteBuffer btf;
    private final int strings;
    private final List<Integer> types = new ArrayList<>(List.of(-1));
    private final Map<String, Integer> structs = new HashMap<>();

    private KernelTypes(final ByteBuffer btf)
    {
        this.btf = btf;
        final int headerLength = btf.getInt(4);
        final int end = headerLength + btf.getInt(8) + btf.getInt(12);
        strings = headerLength + btf.getInt(16);
        for (int offset = headerLength + btf.getInt(8); offset < end; offset += TYPE_LENGTH + tailLength(offset))
        {
            types.add(offset);
            if (KIND_STRUCT == kind(offset))
            {
                structs.putIfAbsent(name(btf.getInt(offset)), offset);
            }
        }
    }

    /**
     * Read the types of the running kernel.
     *
     * @return the types.
     * @throws IOException if {@link #PATH} cannot be read.
     */
    public static KernelTypes read() throws IOException
    {
        return new KernelTypes(ByteBuffer.wrap(Files.readAllBytes(PATH)).order(ByteOrder.nativeOrder()));
    }

    /**
     * Size of a struct.
     *
     * @param struct name.
     * @return sizeof in bytes.
     */
    public int size(final String struct)
    {
        return btf.getInt(struct(struct) + 8);
    }

    /**
     * Offset of a member.
     *
     * @param struct name.
     * @param member name.
     * @return offsetof in bytes.
     */
    public int offset(final String struct, final String member)
    {
        final int bits = find(struct(struct), member);
        if (bits < 0)
        {
            throw new IllegalArgumentException("struct " + struct + " has no " + member);
        }
        return bits / Byte.SIZE;
    }

    private int find(final int type, final String member)
    {
        for (int i = 0; i < count(type); i++)
        {
            final int entry = type + TYPE_LENGTH + i * MEMBER_LENGTH;
            final String name = name(btf.getInt(entry));
            final int bits = btf.getInt(entry + 8) & (hasBitFields(type) ? 0xffffff : -1);
            if (name.equals(member))
            {
                return bits;
            }
            final int inner = name.isEmpty() ? find(types.get(btf.getInt(entry + 4)), member) : -1;
            if (0 <= inner)
            {
                return bits + inner;
            }
        }
        return -1;
    }

    private int struct(final String name)
    {
        final Integer offset = structs.get(name);
        if (null == offset)
        {
            throw new IllegalArgumentException("this kernel has no struct " + name);
        }
        return offset;
    }

    private int tailLength(final int type)
    {
        return switch (kind(type))
        {
            case KIND_INT, KIND_VAR, KIND_DECL_TAG -> Integer.BYTES;
            case KIND_ARRAY -> MEMBER_LENGTH;
            case KIND_STRUCT, KIND_UNION, KIND_DATASEC, KIND_ENUM64 -> count(type) * MEMBER_LENGTH;
            case KIND_ENUM, KIND_FUNC_PROTO -> count(type) * Long.BYTES;
            default -> 0;
        };
    }

    private int kind(final int type)
    {
        return btf.getInt(type + 4) >>> 24 & 0x1f;
    }

    private int count(final int type)
    {
        return btf.getInt(type + 4) & 0xffff;
    }

    private boolean hasBitFields(final int type)
    {
        return btf.getInt(type + 4) < 0;
    }

    private String name(final int offset)
    {
        final StringBuilder builder = new StringBuilder();
        for (int i = strings + offset; 0 != btf.get(i); i++)
        {
            builder.append((char)btf.get(i));
        }
        return builder.toString();
    }
}
