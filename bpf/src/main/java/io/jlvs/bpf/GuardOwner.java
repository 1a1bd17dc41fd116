/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The director that loaded a program, as written into its constants. {@code struct guard_owner} and
 * {@code struct director_owner}:
 * <pre>
 *   0   layout (u32)     4   pid (u32)     8   start_ticks (u64)     16   directory (256 bytes, 0-padded)
 * </pre>
 *
 * @param pid        of the director, in its own pid namespace.
 * @param startTicks when that process began, field 22 of /proc/PID/stat: tells it from a later one of the same pid.
 * @param directory  its --dir, absolute; of a longer one the last 255 bytes; a char is one byte of the UTF-8 form.
 */
record GuardOwner(int pid, long startTicks, String directory)
{
    static final int LAYOUT_OFFSET = 0;
    static final int PID_OFFSET = LAYOUT_OFFSET + Integer.BYTES;
    static final int START_TICKS_OFFSET = PID_OFFSET + Integer.BYTES;
    static final int DIRECTORY_OFFSET = START_TICKS_OFFSET + Long.BYTES;
    static final int DIRECTORY_LENGTH = 256;
    static final int LENGTH = DIRECTORY_OFFSET + DIRECTORY_LENGTH;

    private static final int STAT_STATE_INDEX = 0;
    private static final int STAT_START_INDEX = 19;

    /**
     * This process as the owner.
     *
     * @param directory of the director.
     * @return the owner.
     */
    static GuardOwner self(final Path directory)
    {
        final int pid = Math.toIntExact(ProcessHandle.current().pid());

        return new GuardOwner(pid, startTicks(pid), text(bytes(directory.toAbsolutePath().normalize().toString())));
    }

    /**
     * Read the owner from the constants of a program.
     *
     * @param value of the map of constants.
     * @return the owner, or null if the bytes are of another layout.
     */
    static GuardOwner decode(final byte[] value)
    {
        return value.length == LENGTH ? decode(value, GuardLayout.VERSION) : null;
    }

    /**
     * Read the owner that other constants begin with.
     *
     * @param value  of the map of constants.
     * @param layout version expected.
     * @return the owner, or null if the bytes are of another layout.
     */
    static GuardOwner decode(final byte[] value, final int layout)
    {
        final ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
        if (value.length < LENGTH || buffer.getInt(LAYOUT_OFFSET) != layout)
        {
            return null;
        }

        return new GuardOwner(
            buffer.getInt(PID_OFFSET),
            buffer.getLong(START_TICKS_OFFSET),
            text(Arrays.copyOfRange(value, DIRECTORY_OFFSET, LENGTH)));
    }

    byte[] encode()
    {
        return encode(GuardLayout.VERSION);
    }

    byte[] encode(final int layout)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        buffer.putInt(LAYOUT_OFFSET, layout);
        buffer.putInt(PID_OFFSET, pid);
        buffer.putLong(START_TICKS_OFFSET, startTicks);
        buffer.put(DIRECTORY_OFFSET, directory.getBytes(StandardCharsets.ISO_8859_1));

        return buffer.array();
    }

    /**
     * Whether that process still runs.
     *
     * @return false also for a process of another pid namespace and for one that only waits to be reaped.
     */
    boolean isAlive()
    {
        return startTicks == startTicks(pid);
    }

    boolean hasDirectoryOf(final GuardOwner other)
    {
        return directory.equals(other.directory);
    }

    private static byte[] bytes(final String directory)
    {
        final byte[] bytes = directory.getBytes(StandardCharsets.UTF_8);

        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - (DIRECTORY_LENGTH - 1)), bytes.length);
    }

    private static String text(final byte[] bytes)
    {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0)
        {
            length++;
        }

        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static long startTicks(final int pid)
    {
        try
        {
            final String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");

            return "ZX".contains(fields[STAT_STATE_INDEX]) ? -1 : Long.parseLong(fields[STAT_START_INDEX]);
        }
        catch (final NoSuchFileException ex)
        {
            return -1;
        }
        catch (final IOException ex)
        {
            // The process ended between open and read (ESRCH); of the own process it would be a real failure.
            if (pid == ProcessHandle.current().pid())
            {
                throw new UncheckedIOException("reading /proc/" + pid + "/stat", ex);
            }

            return -1;
        }
    }
}
