/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.cnc.DirectorUnavailableException.Reason;
import org.agrona.SemanticVersion;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CncFileTest
{
    private static final long NO_SUCH_PID = Integer.MAX_VALUE;
    private static final int VERSION_OFFSET = 8;
    private static final int RING_LENGTH_OFFSET = 12;

    @TempDir
    Path directory;

    @Test
    void shouldShowTheOwnersFileToClients()
    {
        try (CncFile owner = CncFile.create(directory); CncFile client = CncFile.map(directory))
        {
            assertEquals(ProcessHandle.current().pid(), client.pid());
            assertEquals(owner.instanceId(), client.instanceId());
            assertEquals(owner.startTimestampMs(), client.startTimestampMs());

            owner.toDirector().buffer().putLong(0, 1);
            owner.toClientsBuffer().putLong(0, 2);
            owner.countersMetadataBuffer().putLong(0, 3);
            owner.countersValuesBuffer().putLong(0, 4);
            owner.errorLogBuffer().putLong(0, 5);

            assertEquals(1, client.toDirector().buffer().getLong(0));
            assertEquals(2, client.toClientsBuffer().getLong(0));
            assertEquals(3, client.countersMetadataBuffer().getLong(0));
            assertEquals(4, client.countersValuesBuffer().getLong(0));
            assertEquals(5, client.errorLogBuffer().getLong(0));
        }
    }

    @Test
    void shouldTellInstancesApart()
    {
        final long first;
        try (CncFile owner = CncFile.create(directory))
        {
            first = owner.instanceId();
            final long startTimestampMs = owner.startTimestampMs();
            while (System.currentTimeMillis() == startTimestampMs)
            {
                Thread.onSpinWait();
            }
        }

        try (CncFile owner = CncFile.create(directory))
        {
            assertNotEquals(first, owner.instanceId());
        }
    }

    @Test
    void shouldSayThatNoDirectorIsRunning()
    {
        assertRefused(
            Reason.NOT_RUNNING,
            "no director is running in " + directory + ": start one with 'jlvs director --dir " + directory + "'");
    }

    @Test
    void shouldSayThatTheDirectoryIsNotThere()
    {
        final Path missing = directory.resolve("missing");

        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> CncFile.map(missing));

        assertEquals(Reason.NOT_RUNNING, ex.reason());
    }

    @Test
    void shouldLeaveNothingWhenTheDirectorEnds() throws IOException
    {
        final CncFile owner = CncFile.create(directory);
        try (CncFile client = CncFile.map(directory))
        {
            owner.close();
            owner.close();

            assertTrue(client.isGone(CncFile.monotonicMs()));
            assertEquals(Long.MAX_VALUE, client.heartbeatAgeMs(CncFile.monotonicMs()));
            assertTrue(client.isReplaced());
        }

        assertFalse(Files.exists(directory.resolve(CncFileDescriptor.FILE_NAME)));
        try (var files = Files.list(directory))
        {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void shouldRefuseAnotherVersionAndNameBoth() throws IOException
    {
        try (CncFile owner = CncFile.create(directory))
        {
            overwrite(VERSION_OFFSET, Integer.reverseBytes(SemanticVersion.compose(7, 8, 9)));

            assertRefused(
                Reason.OTHER_VERSION,
                directory.resolve("cnc.dat") + " has version 7.8.9, this program speaks version " +
                SemanticVersion.toString(CncFileDescriptor.CNC_VERSION) + ": use the jlvs that the director (pid " +
                owner.pid() + ") runs, or restart it");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 127, 128, 4096, 1_000_000})
    void shouldRefuseATruncatedFile(final long length) throws IOException
    {
        makeFile();
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve("cnc.dat").toFile(), "rw"))
        {
            file.setLength(length);
        }

        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> CncFile.map(directory));

        assertEquals(Reason.TRUNCATED, ex.reason());
        assertTrue(ex.getMessage().contains(length + " bytes"), ex.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4096, Integer.MAX_VALUE})
    void shouldRefuseLengthsThatDoNotFit(final int length) throws IOException
    {
        makeFile();
        overwrite(RING_LENGTH_OFFSET, Integer.reverseBytes(length));

        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> CncFile.map(directory));

        assertEquals(Reason.TRUNCATED, ex.reason());
    }

    @Test
    void shouldRefuseAFileOfAnotherKind() throws IOException
    {
        Files.write(directory.resolve("cnc.dat"), new byte[CncFileDescriptor.FILE_LENGTH]);

        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> CncFile.map(directory));

        assertEquals(Reason.NOT_A_CNC_FILE, ex.reason());
    }

    @Test
    void shouldSayThatTheDirectorWasKilled()
    {
        try (CncFile owner = CncFile.create(directory, 1, NO_SUCH_PID, 1))
        {
            owner.heartbeat(CncFile.monotonicMs() - CncFile.GONE_AFTER_MS - 1);

            assertRefused(
                Reason.STALE,
                "the director in " + directory + " (pid " + NO_SUCH_PID +
                ") was killed: start one with 'jlvs director --dir " + directory + "'");
        }
    }

    @Test
    void shouldBelieveAFreshHeartbeatOfAHiddenProcess()
    {
        try (CncFile owner = CncFile.create(directory, 1, NO_SUCH_PID, 1); CncFile client = CncFile.map(directory))
        {
            final long nowMs = CncFile.monotonicMs();
            owner.heartbeat(nowMs);

            assertEquals(0, client.heartbeatAgeMs(nowMs));
            assertEquals(CncFile.GONE_AFTER_MS, client.heartbeatAgeMs(nowMs + CncFile.GONE_AFTER_MS));
            assertFalse(client.isGone(nowMs + CncFile.GONE_AFTER_MS));
            assertTrue(client.isGone(nowMs + CncFile.GONE_AFTER_MS + 1));
        }
    }

    @Test
    void shouldNotBelieveAHeartbeatOfAnotherBoot()
    {
        try (CncFile owner = CncFile.create(directory, 1, NO_SUCH_PID, 1))
        {
            final long nowMs = CncFile.monotonicMs();
            owner.heartbeat(nowMs + 1_000_000);

            assertEquals(Long.MAX_VALUE, owner.heartbeatAgeMs(nowMs));
            assertTrue(owner.isGone(nowMs));
        }
    }

    @Test
    void shouldTakeTheWaitOfASlowDirectorForLife()
    {
        try (CncFile owner = CncFile.create(directory))
        {
            final long nowMs = CncFile.monotonicMs();
            owner.heartbeat(nowMs);

            assertFalse(owner.isGone(nowMs + 60_000));
            assertEquals(60_000, owner.heartbeatAgeMs(nowMs + 60_000));
        }
    }

    @Test
    void shouldReplaceWhatAKilledDirectorLeft() throws IOException
    {
        final CncFile killed = CncFile.create(directory);
        Files.write(directory.resolve("cnc.dat.tmp"), new byte[10]);

        try (CncFile owner = CncFile.create(directory); CncFile client = CncFile.map(directory))
        {
            assertEquals(owner.instanceId(), client.instanceId());
            assertFalse(client.isReplaced());
            assertTrue(killed.isReplaced());

            killed.close();
            assertFalse(client.isReplaced(), "an owner must not remove the file of another one");
        }
    }

    @Test
    void shouldReadTheDistinctErrors()
    {
        try (CncFile owner = CncFile.create(directory); CncFile client = CncFile.map(directory))
        {
            final DistinctErrorLog errorLog =
                new DistinctErrorLog(owner.errorLogBuffer(), SystemEpochClock.INSTANCE);
            for (int i = 0; i < 3; i++)
            {
                errorLog.record(new IllegalStateException("no more room"));
            }

            final List<ErrorRow> errors = client.errors();

            assertEquals(1, errors.size());
            assertEquals(3, errors.get(0).count());
            assertTrue(errors.get(0).firstTimestampMs() >= owner.startTimestampMs());
            assertTrue(errors.get(0).text().startsWith("java.lang.IllegalStateException: no more room"));
        }
    }

    @Test
    void shouldLayOutSectionsOnCacheLines()
    {
        assertEquals(1024 * 1024 + RingBufferDescriptor.TRAILER_LENGTH, CncFileDescriptor.TO_DIRECTOR_LENGTH);
        assertEquals(128, CncFileDescriptor.HEADER_LENGTH);
        assertEquals(0, CncFileDescriptor.FILE_LENGTH % CncFileDescriptor.SECTION_ALIGNMENT);
    }

    private void makeFile() throws IOException
    {
        final Path file = directory.resolve("cnc.dat");
        final byte[] bytes;
        try (CncFile owner = CncFile.create(directory))
        {
            assertEquals(directory, owner.directory());
            bytes = Files.readAllBytes(file);
        }
        Files.write(file, bytes);
    }

    private void overwrite(final int offset, final int value) throws IOException
    {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve("cnc.dat").toFile(), "rw"))
        {
            file.seek(offset);
            file.writeInt(value);
        }
    }

    private void assertRefused(final Reason reason, final String message)
    {
        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> CncFile.map(directory));

        assertEquals(message, ex.getMessage());
        assertEquals(reason, ex.reason());
    }
}
