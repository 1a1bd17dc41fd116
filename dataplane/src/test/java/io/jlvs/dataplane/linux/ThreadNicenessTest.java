/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ThreadNicenessTest
{
    /** In /proc/thread-self/stat, counted from the field behind the name. */
    private static final int NICE = 16;

    @Test
    void shouldConcernTheCallingThreadOnly() throws Exception
    {
        final int before = niceness();

        final CompletableFuture<Integer> other = CompletableFuture.supplyAsync(
            () -> ThreadNiceness.set(before + 3) ? niceness() : before, (task) -> new Thread(task).start());

        assertEquals(before + 3, other.get());
        assertEquals(before, niceness());
    }

    @Test
    void shouldConcernAThreadByItsId() throws Exception
    {
        final int before = niceness();
        final CompletableFuture<Path> task = new CompletableFuture<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        final Thread other = new Thread(() ->
        {
            task.complete(self());
            end.join();
        });
        other.start();

        final boolean isSet =
            ThreadNiceness.set(Integer.parseInt(task.get().getFileName().toString()), before + 3);
        final int after = niceness(task.get());
        end.complete(null);
        other.join();

        assertTrue(isSet);
        assertEquals(before + 3, after);
        assertEquals(before, niceness());
        assertFalse(ThreadNiceness.set(Integer.MAX_VALUE, before));
    }

    private static Path self()
    {
        try
        {
            return Path.of("/proc/thread-self").toRealPath();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static int niceness()
    {
        return niceness(self());
    }

    private static int niceness(final Path task)
    {
        try
        {
            final String stat = Files.readString(task.resolve("stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
