/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThreadSchedulingTest
{
    /** In /proc/thread-self/stat, counted from the field behind the name. */
    private static final int RT_PRIORITY = 37;
    private static final int POLICY = 38;
    private static final int SCHED_RR = 2;

    @Test
    void shouldConcernTheCallingThreadOnlyOrSayWhyNot() throws Exception
    {
        final CompletableFuture<Void> other = CompletableFuture.runAsync(
            () ->
            {
                final Optional<String> refused = ThreadScheduling.roundRobin(7);
                if (refused.isEmpty())
                {
                    assertEquals(7, field(RT_PRIORITY));
                    assertEquals(SCHED_RR, field(POLICY));
                }
                else
                {
                    assertTrue(refused.get().startsWith("sched_setscheduler(SCHED_RR, 7): EPERM"), refused.get());
                    assertEquals(0, field(POLICY));
                }
            },
            (task) -> new Thread(task).start());

        other.get();
        assertEquals(0, field(POLICY));
    }

    @Test
    void shouldRefuseWhatIsNoPriority()
    {
        assertThrows(IllegalArgumentException.class, () -> ThreadScheduling.roundRobin(0));
        assertThrows(IllegalArgumentException.class, () -> ThreadScheduling.roundRobin(100));
    }

    private static int field(final int number)
    {
        try
        {
            final String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number]);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
