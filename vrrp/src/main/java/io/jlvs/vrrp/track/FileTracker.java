/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackFile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads the number of one {@code track_file} again and again: created, rewritten, moved here, moved away and deleted
 * are all seen by the next look, so within {@link Trackers#LOOK_NS}, also on file systems that inotify does not see.
 * No file or one that cannot be read is 0. An empty file is believed only at the second look, because whoever
 * rewrites it in place truncates it first; a file that is replaced by rename(2) never shows this. Single-threaded.
 */
final class FileTracker
{
    private static final int LENGTH_LIMIT = 127;

    private final TrackFile file;
    private final Consumer<TrackedChange> changes;
    private final Consumer<String> log;
    private String text;
    private boolean isEmptyBefore;
    private long number;

    FileTracker(final TrackFile file, final Consumer<TrackedChange> changes, final Consumer<String> log)
    {
        this.file = file;
        this.changes = changes;
        this.log = log;
    }

    /**
     * Write {@code init_file}, if wanted.
     *
     * @param isReload an existing file is left alone.
     */
    void initialise(final boolean isReload)
    {
        final OptionalLong value = file.initialValue();
        if (value.isPresent() && (!Files.exists(file.file()) || file.isOverwriting() && !isReload))
        {
            try
            {
                Files.writeString(file.file(), value.getAsLong() + "\n");
            }
            catch (final IOException ex)
            {
                log.accept("Unable to initialise track file " + file.name() + ": " + ex);
            }
        }
    }

    /**
     * Look, and tell the number whatever it is.
     */
    void begin()
    {
        look();
        changes.accept(new TrackedChange.OfFile(file.name(), number));
    }

    /**
     * Look, and tell the number if it is another one.
     */
    void doWork()
    {
        final long before = number;
        look();
        if (number != before)
        {
            changes.accept(new TrackedChange.OfFile(file.name(), number));
        }
    }

    private void look()
    {
        final Optional<String> read = read();
        final boolean isEmpty = read.isPresent() && read.get().isEmpty();
        final boolean isBelieved = !isEmpty || isEmptyBefore || text == null;
        final String seen = read.orElse("");
        isEmptyBefore = isEmpty;
        if (isBelieved && !seen.equals(text))
        {
            text = seen;
            final OptionalLong parsed = FileNumber.parse(seen);
            if (parsed.isPresent())
            {
                number = parsed.getAsLong();
            }
            else
            {
                log.accept("Invalid number " + seen.strip() + " read from " + file.file() + " - ignoring");
            }
        }
    }

    /** Only regular files: reading a pipe would wait for its writer. */
    private Optional<String> read()
    {
        if (!Files.isRegularFile(file.file()))
        {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file.file()))
        {
            return Optional.of(new String(in.readNBytes(LENGTH_LIMIT), StandardCharsets.UTF_8));
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }
}
