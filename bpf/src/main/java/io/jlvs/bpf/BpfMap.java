/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.linux.MappedRegion;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * A BPF map by its file descriptor. Keys and values are bytes as C lays them out.
 */
public final class BpfMap implements AutoCloseable
{
    /** {@code BPF_MAP_TYPE_HASH}. */
    static final int TYPE_HASH = 1;
    /** {@code BPF_MAP_TYPE_ARRAY}. */
    static final int TYPE_ARRAY = 2;
    /** {@code BPF_MAP_TYPE_PERCPU_ARRAY}. */
    static final int TYPE_PERCPU_ARRAY = 6;

    private static final long FLAG_ANY = 0;
    private static final int VALUE_ALIGNMENT = 8;

    private final LibBpf.Calls libBpf = Native.libBpf();
    private final int fd;
    private final boolean owned;
    private final MapInfo info;
    private final Pointer key;
    private final Pointer nextKey;
    private final Pointer value;
    private final int valueLength;

    private BpfMap(final int fd, final boolean owned)
    {
        this.fd = fd;
        this.owned = owned;
        info = MapInfo.of(fd);
        valueLength = info.type() == TYPE_PERCPU_ARRAY ?
            align(info.valueSize()) * libBpf.possibleCpus() : info.valueSize();
        key = Native.allocate(info.keySize());
        nextKey = Native.allocate(info.keySize());
        value = Native.allocate(valueLength);
    }

    /**
     * A map whose descriptor somebody else closes.
     *
     * @param fd of the map.
     * @return the map.
     */
    static BpfMap borrowed(final int fd)
    {
        return new BpfMap(fd, false);
    }

    /**
     * A map of the kernel by its id, to be closed.
     *
     * @param id of the map.
     * @return the map.
     */
    static BpfMap byId(final int id)
    {
        return new BpfMap(
            Native.check("bpf_map_get_fd_by_id(" + id + ")", Native.libBpf().mapFdById(id)), true);
    }

    /**
     * Map the memory of an array that was made with BPF_F_MMAPABLE.
     *
     * @param length in bytes, from its first element on.
     * @return owner of the mapping, which outlives this object and its descriptor.
     * @throws io.jlvs.dataplane.linux.NativeException if the kernel refuses.
     */
    MappedRegion mapped(final int length)
    {
        return MappedRegion.ofBorrowed("mmap(BPF map " + info.name() + ", " + length + " bytes)", fd, length);
    }

    MapInfo info()
    {
        return info;
    }

    /**
     * Put an entry, replacing one with the same key.
     *
     * @param keyBytes   of the map's key size.
     * @param valueBytes of the map's value size.
     * @throws BpfException if the map is full (E2BIG).
     */
    public void put(final byte[] keyBytes, final byte[] valueBytes)
    {
        setKey(keyBytes);
        value.put(0, valueBytes, 0, valueBytes.length);
        Native.check(
            "bpf_map_update_elem(" + info.name() + ")", libBpf.updateElement(fd, key, value, FLAG_ANY));
    }

    /**
     * Delete an entry.
     *
     * @param keyBytes of the map's key size.
     * @return false if there was none.
     */
    boolean remove(final byte[] keyBytes)
    {
        setKey(keyBytes);
        final int result = libBpf.deleteElement(fd, key);
        if (result == -Native.ENOENT)
        {
            return false;
        }

        Native.check("bpf_map_delete_elem(" + info.name() + ")", result);

        return true;
    }

    /**
     * Read an entry; of a per-CPU map the values of all possible CPUs, each aligned to 8 bytes.
     *
     * @param keyBytes of the map's key size.
     * @return the value, or null if there is no such key.
     */
    public byte[] get(final byte[] keyBytes)
    {
        setKey(keyBytes);
        final int result = libBpf.lookupElement(fd, key, value);
        if (result == -Native.ENOENT)
        {
            return null;
        }

        Native.check("bpf_map_lookup_elem(" + info.name() + ")", result);
        final byte[] bytes = new byte[valueLength];
        value.get(0, bytes, 0, bytes.length);

        return bytes;
    }

    /**
     * All keys, each once as long as nobody else changes the map.
     *
     * @return the keys.
     */
    List<byte[]> keys()
    {
        final List<byte[]> keys = new ArrayList<>();
        int result = libBpf.nextKey(fd, null, nextKey);
        while (result == 0)
        {
            final byte[] bytes = new byte[info.keySize()];
            nextKey.get(0, bytes, 0, bytes.length);
            keys.add(bytes);
            setKey(bytes);
            result = libBpf.nextKey(fd, key, nextKey);
        }

        if (result != -Native.ENOENT)
        {
            Native.check("bpf_map_get_next_key(" + info.name() + ")", result);
        }

        return keys;
    }

    @Override
    public void close()
    {
        if (owned)
        {
            Native.libC().close(fd);
        }
    }

    private void setKey(final byte[] keyBytes)
    {
        if (keyBytes.length != info.keySize())
        {
            throw new IllegalArgumentException(
                "key of " + keyBytes.length + " bytes for map " + info.name() + " with keys of " + info.keySize());
        }

        key.put(0, keyBytes, 0, keyBytes.length);
    }

    private static int align(final int length)
    {
        return (length + VALUE_ALIGNMENT - 1) & -VALUE_ALIGNMENT;
    }
}
