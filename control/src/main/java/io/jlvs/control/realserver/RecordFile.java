/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file in which the record of this host lies. It is replaced as a whole, and a lock beside it lets commands that
 * run at the same time wait for each other.
 */
final class RecordFile
{
    private final Path file;

    RecordFile(final Path file)
    {
        this.file = file.toAbsolutePath();
    }

    /**
     * Have the record for this process alone; waits for another one.
     *
     * @return to be closed.
     */
    FileChannel lock()
    {
        try
        {
            Files.createDirectories(file.getParent());
            final FileChannel channel = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
            channel.lock();
            return channel;
        }
        catch (final IOException ex)
        {
            throw failure("lock", ex);
        }
    }

    RealServerRecord load()
    {
        try
        {
            return RecordFormat.parse(Files.readString(file), file.toString());
        }
        catch (final NoSuchFileException ex)
        {
            return RealServerRecord.EMPTY;
        }
        catch (final IOException ex)
        {
            throw failure("read", ex);
        }
    }

    void store(final RealServerRecord record)
    {
        try
        {
            if (record.isEmpty())
            {
                Files.deleteIfExists(file);
                return;
            }
            final Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(temporary, RecordFormat.text(record));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw failure("write", ex);
        }
    }

    private RealServerException failure(final String what, final IOException cause)
    {
        return new RealServerException(
            "cannot " + what + " the record " + file + ": " +
            (cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage()) +
            "; run as root, or name another file with --record", cause);
    }
}
