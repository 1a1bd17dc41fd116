/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sole owner of memory mapped with mmap(2): a ring of a socket, a file, or anonymous memory.
 * <p>
 * The buffer must not be touched after {@link #close()}. Not thread safe itself; the memory is shared as its users
 * agree.
 */
public final class MappedRegion implements AutoCloseable
{
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_POPULATE = 0x8000;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;

    private final long address;
    private final int length;
    private final UnsafeBuffer buffer;
    private boolean isMapped = true;

    private MappedRegion(final String call, final int length, final int flags, final int fd)
    {
        if (length <= 0)
        {
            throw new IllegalArgumentException(call + ": length must be positive, not " + length);
        }
        this.length = length;
        address = LibC.CALLS.mmap(0, length, PROT_READ | PROT_WRITE, flags, fd, 0);
        if (-1L == address)
        {
            throw new NativeException(call, Syscalls.errno());
        }
        buffer = new UnsafeBuffer(address, length);
    }

    /**
     * Map what a descriptor offers, shared with the kernel.
     *
     * @param call   for the error message.
     * @param fd     of the socket.
     * @param length in bytes.
     * @return owner of the mapping.
     */
    public static MappedRegion of(final String call, final FileDescriptor fd, final int length)
    {
        return new MappedRegion(call, length, MAP_SHARED | MAP_POPULATE, fd.value());
    }

    /**
     * Map what a descriptor of another library offers, shared with the kernel.
     *
     * @param call   for the error message.
     * @param fd     number of the descriptor; stays with its owner, who may close it: the mapping holds on its own.
     * @param length in bytes.
     * @return owner of the mapping.
     */
    public static MappedRegion ofBorrowed(final String call, final int fd, final int length)
    {
        return new MappedRegion(call, length, MAP_SHARED | MAP_POPULATE, fd);
    }

    /**
     * Map an existing file, shared, for reading and writing.
     *
     * @param file   of at least {@code length} bytes: touching memory beyond its end kills the process.
     * @param length in bytes.
     * @return owner of the mapping; the file itself is closed again.
     */
    public static MappedRegion ofFile(final Path file, final int length)
    {
        final int number = LibC.CALLS.open(file.toString(), O_RDWR | O_CLOEXEC, 0);
        try (FileDescriptor fd = new FileDescriptor(Syscalls.check(number, "open(" + file + ")")))
        {
            return new MappedRegion("mmap(" + file + ")", length, MAP_SHARED, fd.value());
        }
    }

    /**
     * Page-aligned zeroed memory of this process, outside the Java heap and its limits.
     *
     * @param length in bytes.
     * @return owner of the memory.
     */
    public static MappedRegion anonymous(final int length)
    {
        return new MappedRegion("mmap(anonymous)", length, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1);
    }

    /**
     * The memory.
     *
     * @return one buffer over all of it, valid until {@link #close()}.
     */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * Where the memory starts.
     *
     * @return native address.
     */
    public long address()
    {
        return address;
    }

    /**
     * Size of the memory.
     *
     * @return length in bytes.
     */
    public int length()
    {
        return length;
    }

    /**
     * Unmap; does nothing the second time.
     */
    @Override
    public void close()
    {
        if (isMapped)
        {
            isMapped = false;
            buffer.wrap(0, 0);
            LibC.CALLS.munmap(address, length);
        }
    }
}
