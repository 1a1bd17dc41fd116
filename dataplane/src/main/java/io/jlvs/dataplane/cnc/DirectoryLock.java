/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One director in a directory: a lock on {@code director.lock}, held for life. The kernel releases it when the process
 * ends, however it ends, so a start after {@code kill -9} needs no clean-up; the file stays.
 */
public final class DirectoryLock implements AutoCloseable
{
    /** Name of the file in the director's directory; it contains the process id of the holder. */
    public static final String FILE_NAME = "director.lock";

    // POSIX locks belong to the process and go away when it closes any descriptor of the file, so a second try within
    // the process must not even open it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(final Path directory, final FileChannel channel)
    {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Lock a directory, making it if it is not there.
     *
     * @param directory of the director (--dir).
     * @return the lock.
     * @throws DirectoryLockedException if another director holds it; names its process.
     * @throws UncheckedIOException     if the directory cannot be used.
     */
    public static DirectoryLock acquire(final Path directory)
    {
        try
        {
            Files.createDirectories(directory);
            verifyOwner(directory);
            final Path realDirectory = directory.toRealPath();
            if (!HELD.add(realDirectory))
            {
                throw new DirectoryLockedException(directory, Long.toString(ProcessHandle.current().pid()));
            }

            try
            {
                return new DirectoryLock(realDirectory, lock(directory, realDirectory.resolve(FILE_NAME)));
            }
            catch (final IOException | RuntimeException ex)
            {
                HELD.remove(realDirectory);
                throw ex;
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot lock " + directory.resolve(FILE_NAME), ex);
        }
    }

    private static FileChannel lock(final Path directory, final Path file) throws IOException
    {
        final FileChannel channel = FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);

        try
        {
            final FileLock lock = channel.tryLock();
            if (null == lock)
            {
                throw new DirectoryLockedException(directory, Files.readString(file).trim());
            }

            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);

            return channel;
        }
        catch (final IOException | RuntimeException ex)
        {
            channel.close();
            throw ex;
        }
    }

    // /dev/shm is open to all: a directory that somebody else made there could hold links to anywhere.
    private static void verifyOwner(final Path directory) throws IOException
    {
        final Object owner = Files.getAttribute(directory, "unix:uid");
        final Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!owner.equals(user))
        {
            throw new IOException(
                directory + " belongs to user " + owner + ", this process runs as user " + user +
                ": remove it, or choose another with --dir");
        }
    }

    /**
     * Give the directory free.
     */
    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot close " + directory.resolve(FILE_NAME), ex);
        }
        finally
        {
            HELD.remove(directory);
        }
    }
}
