/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * A wall clock that can be set, for processes that are started with its {@link #environment()}; the clock of the
 * machine is not touched. Monotonic clocks and waits go on as they are.
 */
public final class WallClock
{
    private static final int OFFSET_LENGTH = Long.BYTES;

    private final Path library;
    private final Path offset;

    private WallClock(final Path library, final Path offset)
    {
        this.library = library;
        this.offset = offset;
    }

    /**
     * A clock that is right.
     *
     * @param lab in whose directory its files are.
     * @return clock.
     */
    public static WallClock in(final Lab lab)
    {
        final WallClock clock = new WallClock(
            BpfResource.file(lab, "wallclock.so"), lab.directory().resolve(lab.uniqueName("wallclock")));
        clock.shift(Duration.ZERO);
        return clock;
    }

    /**
     * What a process needs to see this clock.
     *
     * @return settings as {@code env} takes them.
     */
    public List<String> environment()
    {
        return List.of("LD_PRELOAD=" + library, "WALLCLOCK_OFFSET=" + offset);
    }

    /**
     * Set the clock; the processes see it at once.
     *
     * @param difference to the clock of the machine, whole seconds.
     */
    public void shift(final Duration difference)
    {
        final ByteBuffer seconds = ByteBuffer.allocate(OFFSET_LENGTH).order(ByteOrder.nativeOrder());
        seconds.putLong(0, difference.toSeconds());
        try (FileChannel channel = FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE))
        {
            channel.write(seconds, 0);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
