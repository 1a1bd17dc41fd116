/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FileTrackerTest
{
    @TempDir
    private Path directory;

    private final List<TrackedChange> changes = new ArrayList<>();

    @Test
    void shouldOverlookAFileThatIsEmptyForAMoment() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("f"), "5");
        final FileTracker tracker = begin(file);

        Files.writeString(file, "");
        tracker.doWork();
        Files.writeString(file, "6");
        tracker.doWork();

        assertEquals(List.of(number(5), number(6)), changes);
    }

    @Test
    void shouldBelieveAFileThatStaysEmpty() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("f"), "5");
        final FileTracker tracker = begin(file);

        Files.writeString(file, "");
        tracker.doWork();
        tracker.doWork();

        assertEquals(List.of(number(5), number(0)), changes);
    }

    @Test
    void shouldBelieveADeletionAtOnce() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("f"), "5");
        final FileTracker tracker = begin(file);

        Files.delete(file);
        tracker.doWork();

        assertEquals(List.of(number(5), number(0)), changes);
    }

    @Test
    void shouldNotReadFromAPipe() throws Exception
    {
        final Path pipe = directory.resolve("f");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        begin(pipe).doWork();

        assertEquals(List.of(number(0)), changes);
    }

    private FileTracker begin(final Path file)
    {
        final FileTracker tracker =
            new FileTracker(new TrackFile("f", file, OptionalLong.empty(), false), changes::add, (line) -> {});
        tracker.begin();

        return tracker;
    }

    private static TrackedChange number(final long number)
    {
        return new TrackedChange.OfFile("f", number);
    }
}
