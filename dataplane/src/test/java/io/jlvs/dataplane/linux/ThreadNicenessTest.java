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

    private static int niceness()
    {
        try
        {
            final String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
