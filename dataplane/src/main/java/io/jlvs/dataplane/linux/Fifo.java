/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.agrona.BufferUtil;

/**
 * The writing end of a named pipe, see fifo(7): one that never waits. It is opened for reading and writing, so that
 * neither the opening waits for a reader nor a write without one is an error, and it drops what does not fit into the
 * pipe (64 KiB by default) while nobody reads.
 * <p>
 * Single-threaded.
 */
public final class Fifo implements AutoCloseable
{
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_NOFOLLOW = 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int OWNER_WRITES_ALL_READ = 0644;
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int UNCHANGED = -1;

    private final Path path;
    private final boolean isOwnFile;
    private final FileDescriptor fd;

    private Fifo(final Path path, final boolean isOwnFile, final FileDescriptor fd)
    {
        this.path = path;
        this.isOwnFile = isOwnFile;
        this.fd = fd;
    }

    /**
     * Make the pipe if there is no file of that name, mode 0644.
     *
     * @param path  of the pipe.
     * @param user  that owns a pipe made here, negative for the caller's.
     * @param group that owns a pipe made here, negative for the caller's.
     * @return true if it was made; the caller removes it then.
     * @throws NativeException if it can be neither found nor made.
     */
    public static boolean make(final Path path, final int user, final int group)
    {
        if (LibC.CALLS.mkfifo(path.toString(), OWNER_WRITES_ALL_READ) < 0)
        {
            final int errno = Syscalls.errno();
            if (errno == Errno.EEXIST)
            {
                return false;
            }
            throw new NativeException("mkfifo(" + path + ")", errno);
        }
        if (0 <= user || 0 <= group)
        {
            Syscalls.check(
                LibC.CALLS.lchown(path.toString(), Math.max(user, UNCHANGED), Math.max(group, UNCHANGED)),
                "lchown(" + path + ")");
        }
        return true;
    }

    /**
     * Open an existing pipe.
     *
     * @param path      of the pipe.
     * @param isOwnFile true if it was made by {@link #make(Path, int, int)} and is removed by {@link #close()}.
     * @return the writing end, owned by the caller.
     * @throws NativeException if it cannot be opened.
     * @throws IOException     if it is no pipe: an ordinary file would be overwritten.
     */
    public static Fifo open(final Path path, final boolean isOwnFile) throws IOException
    {
        final int mode = (int)Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & S_IFMT) != S_IFIFO)
        {
            throw new IOException(path + " is not a named pipe");
        }
        final int fd = LibC.CALLS.open(path.toString(), O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0);
        return new Fifo(path, isOwnFile, new FileDescriptor(Syscalls.check(fd, "open(" + path + ")")));
    }

    /**
     * Write a text in one piece: readers see all of it or nothing as long as it has at most 4096 bytes (PIPE_BUF).
     *
     * @param text to write, in UTF-8.
     * @return false if it did not fit and was dropped.
     */
    public boolean write(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final ByteBuffer buffer = Syscalls.nativeBuffer(bytes.length).put(0, bytes);

        return LibC.CALLS.write(fd.value(), BufferUtil.address(buffer), bytes.length) == bytes.length;
    }

    /**
     * Where it is.
     *
     * @return path of the pipe.
     */
    public Path path()
    {
        return path;
    }

    /**
     * Remove the pipe if it was made here, then close it: a reader that opens it again and again after the end finds
     * nothing.
     *
     * @throws IOException if it cannot be removed; it is closed nevertheless.
     */
    @Override
    public void close() throws IOException
    {
        try
        {
            if (isOwnFile)
            {
                Files.deleteIfExists(path);
            }
        }
        finally
        {
            fd.close();
        }
    }
}
