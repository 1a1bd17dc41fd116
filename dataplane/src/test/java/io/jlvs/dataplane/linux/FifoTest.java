/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FifoTest
{
    private static final int NOBODY_ELSE = -1;

    @TempDir
    private Path directory;

    @Test
    void shouldMakeAPipeOnceAndRemoveIt() throws IOException
    {
        final Path path = directory.resolve("pipe");

        assertTrue(Fifo.make(path, NOBODY_ELSE, NOBODY_ELSE));
        assertFalse(Fifo.make(path, NOBODY_ELSE, NOBODY_ELSE));
        Fifo.open(path, false).close();
        assertTrue(Files.exists(path));
        Fifo.open(path, true).close();
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldKeepWhatIsWrittenForALaterReader() throws IOException
    {
        final Path path = directory.resolve("pipe");
        try (Fifo fifo = Fifo.open(path(path), true);
            FileChannel reader = FileChannel.open(path, StandardOpenOption.READ))
        {
            assertTrue(fifo.write("INSTANCE \"VI_1\" MASTER 200\n"));

            final ByteBuffer buffer = ByteBuffer.allocate(100);
            reader.read(buffer);
            assertEquals(
                "INSTANCE \"VI_1\" MASTER 200\n",
                new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldDropWhatDoesNotFitInsteadOfWaiting() throws IOException
    {
        final String line = "x".repeat(4096);
        try (Fifo fifo = Fifo.open(path(directory.resolve("pipe")), true))
        {
            int count = 0;
            while (fifo.write(line))
            {
                count++;
            }

            assertEquals(16, count);
        }
    }

    @Test
    void shouldRefuseWhatIsNoPipe() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("file"));
        final Path link = Files.createSymbolicLink(directory.resolve("link"), path(directory.resolve("pipe")));

        assertThrows(IOException.class, () -> Fifo.open(file, false));
        assertThrows(IOException.class, () -> Fifo.open(link, false));
        assertThrows(NativeException.class, () -> Fifo.make(directory.resolve("none/pipe"), -1, -1));
    }

    private static Path path(final Path path)
    {
        assertTrue(Fifo.make(path, NOBODY_ELSE, NOBODY_ELSE));
        return path;
    }
}
