/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * A compiled BPF object from the class path. Owns its programs and maps until {@link #close()}; what is attached by
 * then stays in the kernel.
 */
public final class BpfObject implements AutoCloseable
{
    // struct bpf_object_open_opts, its first two members; libbpf takes a shorter struct by its size.
    private static final int OPTIONS_SIZE_OFFSET = 0;
    private static final int OPTIONS_NAME_OFFSET = OPTIONS_SIZE_OFFSET + Long.BYTES;
    private static final int OPTIONS_LENGTH = OPTIONS_NAME_OFFSET + Long.BYTES;

    private static final int MAX_NAME_LENGTH = 16;

    private final LibBpf.Calls libBpf = Native.libBpf();
    private final String resource;
    private Pointer object;

    private BpfObject(final String resource, final Pointer object)
    {
        this.resource = resource;
        this.object = object;
    }

    /**
     * Read an object; nothing reaches the kernel before {@link #load()}.
     *
     * @param resource beside this class, for example "guard.bpf.o"; with a leading slash elsewhere on the class path.
     * @param name     the kernel's maps of constants begin with it.
     * @return the object.
     * @throws BpfException if there is none, or it is not a BPF object.
     */
    public static BpfObject open(final String resource, final String name)
    {
        final byte[] bytes = read(resource);
        final Pointer memory = Native.allocate(bytes.length);
        memory.put(0, bytes, 0, bytes.length);
        final Pointer nameMemory = Native.allocate(MAX_NAME_LENGTH);
        nameMemory.putString(0, name, MAX_NAME_LENGTH, StandardCharsets.US_ASCII);
        final Pointer options = Native.allocate(OPTIONS_LENGTH);
        options.putLong(OPTIONS_SIZE_OFFSET, OPTIONS_LENGTH);
        options.putPointer(OPTIONS_NAME_OFFSET, nameMemory);

        BpfLog.take();
        final Pointer object = Native.libBpf().openObject(memory, bytes.length, options);
        if (object == null)
        {
            throw new BpfException("bpf_object__open_mem(" + resource + ")", Native.errno(), BpfLog.take());
        }

        return new BpfObject(resource, object);
    }

    /**
     * Give a map its first value, constants for example; before {@link #load()}.
     *
     * @param map   name.
     * @param value as long as the map's value.
     * @throws BpfException if there is no such map or the length is another.
     */
    public void initialValue(final String map, final byte[] value)
    {
        final Pointer memory = Native.allocate(value.length);
        memory.put(0, value, 0, value.length);
        Native.check(
            "bpf_map__set_initial_value(" + map + ", " + value.length + " bytes)",
            libBpf.setInitialValue(findMap(map), memory, value.length));
    }

    /**
     * Size a map; before {@link #load()}.
     *
     * @param map        name.
     * @param maxEntries number of its elements.
     * @throws BpfException if there is no such map.
     */
    public void maxEntries(final String map, final int maxEntries)
    {
        Native.check(
            "bpf_map__set_max_entries(" + map + ", " + maxEntries + ")",
            libBpf.setMaxEntries(findMap(map), maxEntries));
    }

    /**
     * Set the flags a program is loaded with, in place of those that its section asks for; before {@link #load()}.
     *
     * @param program name of the C function.
     * @param flags   {@code BPF_F_*} of BPF_PROG_LOAD.
     * @throws BpfException if there is no such program.
     */
    public void programFlags(final String program, final int flags)
    {
        Native.check(
            "bpf_program__set_flags(" + program + ", " + flags + ")",
            libBpf.setProgramFlags(findProgram(program), flags));
    }

    /**
     * Create the maps and load the programs.
     *
     * @throws BpfException with the verifier's words if the kernel refuses.
     */
    public void load()
    {
        BpfLog.take();
        Native.check("bpf_object__load(" + resource + ")", libBpf.loadObject(object));
    }

    /**
     * A loaded program.
     *
     * @param name of the C function.
     * @return its file descriptor, closed with this object.
     * @throws BpfException if there is no such program.
     */
    public int programFd(final String name)
    {
        return Native.check("bpf_program__fd(" + name + ")", libBpf.programFd(findProgram(name)));
    }

    /**
     * A created map.
     *
     * @param name of the C variable.
     * @return the map; its descriptor is closed with this object.
     * @throws BpfException if there is no such map.
     */
    public BpfMap map(final String name)
    {
        return BpfMap.borrowed(Native.check("bpf_map__fd(" + name + ")", libBpf.mapFd(findMap(name))));
    }

    /** The object's type information, {@code struct btf *}. */
    Pointer btf()
    {
        return libBpf.btfOfObject(object);
    }

    /**
     * Take programs and maps from the kernel that nothing else holds.
     */
    @Override
    public void close()
    {
        if (object != null)
        {
            libBpf.closeObject(object);
            object = null;
        }
    }

    private Pointer findProgram(final String name)
    {
        final Pointer program = libBpf.findProgram(object, name);
        if (program == null)
        {
            throw new BpfException(resource + " has no program " + name, 0, "");
        }

        return program;
    }

    private Pointer findMap(final String name)
    {
        final Pointer map = libBpf.findMap(object, name);
        if (map == null)
        {
            throw new BpfException(resource + " has no map " + name, 0, "");
        }

        return map;
    }

    private static byte[] read(final String resource)
    {
        try (InputStream stream = BpfObject.class.getResourceAsStream(resource))
        {
            if (stream == null)
            {
                throw new BpfException(
                    "no compiled program " + resource + " on the class path", 0, "build the module bpf with clang");
            }

            return stream.readAllBytes();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("reading " + resource + " from the class path", ex);
        }
    }
}
