/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FlowTableConcurrencyTest
{
    private static final long SEED = 7_001;
    private static final long MULTIPLIER = 0x9E37_79B9L;

    /**
     * All fields of an entry are functions of one number, so that a copy put together from two entries shows.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNeverShowATornEntry(final boolean ipv6) throws InterruptedException
    {
        final int changes = 2_000_000;
        final UnsafeBuffer region = FlowTableTest.region(ipv6, 8, 1);
        final FlowTable table = new FlowTable(region, 0);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread writer = thread(failure, () ->
        {
            final SplittableRandom random = new SplittableRandom(SEED);
            final int[] slots = {-1, -1, -1, -1};
            for (int i = 0; i < changes; i++)
            {
                final int index = i & 3;
                if (slots[index] >= 0 && random.nextInt(3) > 0)
                {
                    final int salt = random.nextInt();
                    table.destination(slots[index], destinationOf(table.sourceLow(slots[index]), salt), salt & 0xF);
                }
                else
                {
                    if (slots[index] >= 0)
                    {
                        table.remove(slots[index]);
                    }
                    slots[index] = insert(table, ipv6, random.nextInt() & 0xFFFF_FFFFL);
                }
            }
        });

        writer.start();
        final FlowTableReader reader = new FlowTableReader(region, "flows");
        long seen = 0;
        final long[] count = new long[1];
        while (writer.isAlive())
        {
            reader.forEach((entry) ->
            {
                count[0]++;
                assertWhole(entry, ipv6);
            });
            seen = count[0];
        }
        writer.join();

        assertNull(failure.get());
        assertTrue(seen > 1_000, seen + " entries seen");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldKeepTheEntriesOfEachWorkerWhileOthersComeAndGo(final int workers) throws InterruptedException
    {
        final int capacity = 64;
        final int steps = 400_000;
        final UnsafeBuffer region = FlowTableTest.region(false, capacity, workers);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final AtomicInteger remaining = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++)
        {
            final FlowTable table = new FlowTable(region, worker);
            final long seed = SEED + worker;
            threads.add(thread(failure, () ->
            {
                final SplittableRandom random = new SplittableRandom(seed);
                final boolean[] present = new boolean[capacity / workers];
                for (int i = 0; i < steps; i++)
                {
                    final int port = random.nextInt(present.length);
                    final int slot = table.find(IpProtocol.UDP, 0, seed, port, 0, 1, 53);
                    assertEquals(present[port], FlowTable.NOT_FOUND != slot, "port " + port + " step " + i);
                    if (present[port])
                    {
                        assertEquals(port, table.destinationId(slot));
                        assertEquals(table.worker(), table.owner(slot));
                        table.remove(slot);
                        present[port] = false;
                    }
                    else
                    {
                        present[port] = FlowTable.NOT_FOUND !=
                            table.insert(IpProtocol.UDP, 0, seed, port, 0, 1, 53, 0, 0, port, 0, 0);
                        assertTrue(present[port], "there is always room");
                    }
                }
                for (int port = 0; port < present.length; port++)
                {
                    if (present[port])
                    {
                        table.remove(table.find(IpProtocol.UDP, 0, seed, port, 0, 1, 53));
                    }
                }
                remaining.addAndGet((int)table.size());
            }));
        }

        threads.forEach(Thread::start);
        for (final Thread thread : threads)
        {
            thread.join();
        }

        assertNull(failure.get(), () -> String.valueOf(failure.get()));
        assertEquals(0, remaining.get());
        for (int slot = 0; slot < capacity; slot++)
        {
            final int control = region.getInt(FlowTableDescriptor.HEADER_LENGTH + slot * 32);
            assertEquals(0, control & (FlowTableDescriptor.SEQUENCE_STEP - 1), "slot " + slot + " is as new");
        }
    }

    @Test
    void shouldReadAMappedFileOfAnotherOwner(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("flows.v4");
        final int length = FlowTableDescriptor.regionLength(false, 100);
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final UnsafeBuffer region = new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
            FlowTableDescriptor.initialise(region, false, 100, SEED, 1, 123);
            final FlowTable table = new FlowTable(region, 0);
            insert(table, false, 5);

            try (FlowTableReader reader = FlowTableReader.map(file))
            {
                final List<Long> sources = new ArrayList<>();
                reader.forEach((entry) -> sources.add(entry.sourceLow()));
                assertEquals(List.of(5L), sources);
                assertEquals(123, FlowTableDescriptor.startTimeMs(region));
                assertEquals(ProcessHandle.current().pid(), FlowTableDescriptor.processId(region));
            }
        }
    }

    @Test
    void shouldSayWhyAFileCannotBeRead(@TempDir final Path directory) throws IOException
    {
        final Path missing = directory.resolve("missing");
        final Path small = Files.write(directory.resolve("small"), new byte[10]);
        final Path zeroes = Files.write(directory.resolve("zeroes"), new byte[10_000]);

        for (final Path file : List.of(missing, small, zeroes))
        {
            final IllegalStateException ex =
                assertThrows(IllegalStateException.class, () -> FlowTableReader.map(file));
            assertTrue(ex.getMessage().contains(file.toString()), ex.getMessage());
        }
    }

    private static int insert(final FlowTable table, final boolean ipv6, final long number)
    {
        return table.insert(
            IpProtocol.TCP,
            ipv6 ? number * MULTIPLIER : 0,
            number,
            (int)(number * 3 & 0xFFFF),
            ipv6 ? number * MULTIPLIER * 5 : 0,
            number * MULTIPLIER & 0xFFFF_FFFFL,
            (int)(number * 7 & 0xFFFF),
            (int)(number % 11),
            0,
            destinationOf(number, 0),
            (int)(number * 11),
            (int)(number * 13));
    }

    private static void assertWhole(final FlowEntry entry, final boolean ipv6)
    {
        final long number = entry.sourceLow();
        assertEquals(ipv6 ? number * MULTIPLIER : 0, entry.sourceHigh());
        assertEquals(number * 3 & 0xFFFF, entry.sourcePort());
        assertEquals(ipv6 ? number * MULTIPLIER * 5 : 0, entry.destinationHigh());
        assertEquals(number * MULTIPLIER & 0xFFFF_FFFFL, entry.destinationLow());
        assertEquals(number * 7 & 0xFFFF, entry.destinationPort());
        assertEquals(number % 11, entry.state());
        assertEquals(destinationOf(number, entry.flags()) & 0xF, entry.destinationId() & 0xF);
        assertEquals((int)(number * 11), entry.lastSeenTicks());
        assertEquals((int)(number * 13), entry.link());
    }

    private static int destinationOf(final long number, final int salt)
    {
        return (int)(number ^ salt);
    }

    private static Thread thread(final AtomicReference<Throwable> failure, final Runnable task)
    {
        final Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((failed, ex) -> failure.compareAndSet(null, ex));
        return thread;
    }
}
