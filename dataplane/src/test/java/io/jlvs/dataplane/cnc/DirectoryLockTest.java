/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DirectoryLockTest
{
    @TempDir
    Path directory;

    public static void main(final String[] args) throws IOException
    {
        try (DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0])))
        {
            System.out.println("locked " + lock);
            System.in.read();
        }
    }

    @Test
    void shouldMakeTheDirectoryAndLockIt() throws IOException
    {
        final Path made = directory.resolve("a/b");

        try (DirectoryLock lock = DirectoryLock.acquire(made))
        {
            assertEquals(
                Long.toString(ProcessHandle.current().pid()), Files.readString(made.resolve("director.lock")).trim(),
                lock::toString);
        }
    }

    @Test
    void shouldRefuseASecondHolderInTheSameProcessAndKeepTheFirst() throws IOException, InterruptedException
    {
        try (DirectoryLock lock = DirectoryLock.acquire(directory))
        {
            final DirectoryLockedException ex =
                assertThrows(DirectoryLockedException.class, () -> DirectoryLock.acquire(directory), lock::toString);

            assertEquals(
                "a director (pid " + ProcessHandle.current().pid() + ") is running in " + directory +
                ": stop it, or choose another directory with --dir",
                ex.getMessage());

            final Process second = startHolder();
            assertTrue(firstLine(second).contains("DirectoryLockedException"));
            assertEquals(1, second.waitFor());
        }
    }

    @Test
    void shouldNameTheHolderAndBeFreeOnceItWasKilled() throws IOException, InterruptedException
    {
        final Process holder = startHolder();
        try
        {
            assertTrue(firstLine(holder).startsWith("locked"));

            final DirectoryLockedException ex =
                assertThrows(DirectoryLockedException.class, () -> DirectoryLock.acquire(directory));
            assertTrue(ex.getMessage().contains("(pid " + holder.pid() + ")"), ex.getMessage());
        }
        finally
        {
            holder.destroyForcibly().waitFor();
        }

        DirectoryLock.acquire(directory).close();
        DirectoryLock.acquire(directory).close();
    }

    @Test
    void shouldNotFollowALinkInPlaceOfTheLock() throws IOException
    {
        final Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("director.lock"), victim);

        assertThrows(java.io.UncheckedIOException.class, () -> DirectoryLock.acquire(directory));

        assertEquals("precious", Files.readString(victim));
    }

    private Process startHolder() throws IOException
    {
        return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"),
            DirectoryLockTest.class.getName(),
            directory.toString())
            .redirectErrorStream(true)
            .start();
    }

    private static String firstLine(final Process process) throws IOException
    {
        final BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return String.valueOf(reader.readLine());
    }
}
