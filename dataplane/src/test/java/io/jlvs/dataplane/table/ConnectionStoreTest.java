/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import com.sun.management.ThreadMXBean;
import io.jlvs.dataplane.packet.IpProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConnectionStoreTest
{
    private static final int COUNT = 2_000;

    private final ConnectionFlyweight connection = ConnectionStoreWriter.newConnection();
    private ConnectionStore store;

    @TempDir
    private Path directory;

    @AfterEach
    void close()
    {
        if (null != store)
        {
            store.close();
        }
    }

    @Test
    void shouldKeepEveryFieldOverARestart()
    {
        store = open(COUNT);
        connection
            .key(true, IpProtocol.UDP, true, 1L << 63, -2, 0, 0xFD00_0000_0000_0000L, 0x64, 65_535)
            .value(true, -3, 4, 5, ForwardingCode.TUNNEL, ConnectionState.ASSURED, 0x8A, -6, 7);
        assertTrue(store.put(connection));
        store.close();

        store = open(COUNT);

        assertNull(store.notice());
        assertEquals(1, store.size());
        store.forEach((recorded) ->
        {
            assertTrue(recorded.ipv6());
            assertEquals(IpProtocol.UDP, recorded.protocol());
            assertTrue(recorded.template());
            assertEquals(1L << 63, recorded.clientHigh());
            assertEquals(-2, recorded.clientLow());
            assertEquals(0, recorded.clientPort());
            assertEquals(0xFD00_0000_0000_0000L, recorded.virtualHigh());
            assertEquals(0x64, recorded.virtualLow());
            assertEquals(65_535, recorded.virtualPort());
            assertTrue(recorded.serverIpv6());
            assertEquals(-3, recorded.serverHigh());
            assertEquals(4, recorded.serverLow());
            assertEquals(5, recorded.serverPort());
            assertEquals(ForwardingCode.TUNNEL, recorded.forwardingCode());
            assertEquals(ConnectionState.ASSURED, recorded.state());
            assertEquals(0x8A, recorded.flags());
            assertEquals(-6, recorded.lastSeenTicks());
            assertEquals(7, recorded.timeoutTicks());
        });
    }

    @Test
    void shouldPutUpdateAndRemove()
    {
        store = open(COUNT);
        fill(0, COUNT, ConnectionState.SYN_RECV);
        fill(0, COUNT / 2, ConnectionState.ESTABLISHED);
        for (int i = 0; i < COUNT; i += 4)
        {
            store.remove(ConnectionStoreWriter.connection(connection, i, 0));
            store.remove(ConnectionStoreWriter.connection(connection, COUNT + i, 0));
        }

        assertEquals(COUNT - COUNT / 4, store.size());
        final BitSet seen = new BitSet();
        store.forEach((recorded) ->
        {
            final int number = ConnectionStoreWriter.number(recorded);
            seen.set(number);
            assertEquals(
                number < COUNT / 2 ? ConnectionState.ESTABLISHED : ConnectionState.SYN_RECV, recorded.state());
            assertEquals(number * 31, recorded.lastSeenTicks());
        });
        for (int i = 0; i < COUNT; i++)
        {
            assertEquals(0 != i % 4, seen.get(i), "connection " + i);
        }
    }

    @Test
    void shouldPassOverWhatCannotBeAConnection()
    {
        store = open(COUNT);
        store.put(ConnectionStoreWriter.connection(connection, 1, ConnectionState.ASSURED + 1));
        store.put(ConnectionStoreWriter.connection(connection, 2, ConnectionState.ESTABLISHED));
        ConnectionStoreWriter.connection(connection, 3, ConnectionState.ESTABLISHED);
        connection.key(false, 99, false, 0, 1, 2, 0, 3, 4);
        store.put(connection);

        final List<Integer> seen = new ArrayList<>();
        store.forEach((recorded) -> seen.add(ConnectionStoreWriter.number(recorded)));

        assertEquals(3, store.size());
        assertEquals(List.of(2), seen);
    }

    @Test
    void shouldMakeNoGarbageForEachPut()
    {
        store = open(COUNT);
        for (int i = 0; i < 5; i++)
        {
            fill(0, COUNT, ConnectionState.SYN_RECV);
        }
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

        final long before = threads.getCurrentThreadAllocatedBytes();
        fill(0, COUNT, ConnectionState.ESTABLISHED);
        for (int i = 0; i < COUNT; i++)
        {
            store.remove(ConnectionStoreWriter.connection(connection, i, 0));
        }
        final long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(bytes < 16L * COUNT, bytes + " bytes for " + 2 * COUNT + " changes");
    }

    @Test
    void shouldSayWhenItIsFull()
    {
        store = open(100);
        int count = 0;
        while (count < 100_000 && store.put(ConnectionStoreWriter.connection(connection, count, 0)))
        {
            count++;
        }

        assertTrue(count >= 100 && count < 100_000, count + " connections in a store for 100");
        assertTrue(store.put(ConnectionStoreWriter.connection(connection, 0, ConnectionState.CLOSE)));
        assertEquals(count, store.size());
    }

    @Test
    void shouldRecoverWhatAKilledProcessWrote() throws Exception
    {
        final int count = 50_000;
        final Process writer = ConnectionStoreWriter.start(file(), count);
        writer.destroyForcibly().waitFor();

        store = open(count);

        assertTrue(null == store.notice() || store.notice().contains("was repaired"), store.notice());
        assertEquals(count, store.size());
        final BitSet seen = new BitSet();
        store.forEach((recorded) ->
        {
            final int number = ConnectionStoreWriter.number(recorded);
            seen.set(number);
            assertEquals(number * 31, recorded.lastSeenTicks());
            assertEquals(0x0A00_0015L + number % 5, recorded.serverLow());
        });
        assertEquals(count, seen.cardinality());
        assertTrue(store.put(ConnectionStoreWriter.connection(connection, 5, ConnectionState.CLOSE)));
    }

    @Test
    void shouldRefuseAFileThatAnotherProcessHasOpen() throws Exception
    {
        final Process writer = ConnectionStoreWriter.start(file(), 100);
        try
        {
            final IllegalStateException ex = assertThrows(IllegalStateException.class, () -> open(100));

            assertTrue(ex.getMessage().contains("open already"), ex.getMessage());
            assertTrue(ex.getMessage().contains(file().toString()), ex.getMessage());
            assertFalse(Files.exists(aside()));
            assertTrue(writer.isAlive());
        }
        finally
        {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldGrowAFileThatWasMadeForFewer()
    {
        store = open(100);
        fill(0, 100, ConnectionState.SYN_RECV);
        final long bytes = store.fileBytes();
        store.close();

        store = open(10_000);

        assertNull(store.notice());
        assertEquals(100, store.size());
        assertTrue(store.fileBytes() > 10 * bytes, store.fileBytes() + " bytes");
        fill(0, 10_000, ConnectionState.ESTABLISHED);
        store.close();
        store = open(100);
        assertEquals(10_000, store.size());
        assertEquals(1, directory.toFile().list().length, () -> Arrays.toString(directory.toFile().list()));
    }

    @Test
    void shouldMoveAFileOfAnotherLayoutAside() throws IOException
    {
        create();
        final byte[] bytes = Files.readAllBytes(file());
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        final int at = text.indexOf("layoutVersion: 1") + "layoutVersion: ".length();
        bytes[at] = '7';
        Files.write(file(), bytes);

        store = open(COUNT);

        assertMovedAside("version is 7");
        assertTrue(store.notice().contains("version " + ConnectionFlyweight.VERSION), store.notice());
    }

    @Test
    void shouldMoveAFileAsideThatIsNoRecord() throws IOException
    {
        Files.write(file(), new byte[100_000]);
        store = open(COUNT);
        assertMovedAside("no connection record");
        store.close();

        Files.write(file(), new byte[0]);
        store = open(COUNT);
        assertMovedAside("no connection record");
    }

    @Test
    void shouldMoveAFileAsideThatWasCutShort() throws IOException
    {
        create();
        try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw"))
        {
            cut.setLength(cut.length() / 2);
        }

        store = open(COUNT);

        assertMovedAside("cut short");
    }

    @Test
    void shouldSurviveGarbageInTheMiddleOfTheFile() throws IOException
    {
        create();
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw"))
        {
            final byte[] garbage = new byte[(int)(damaged.length() / 4)];
            Arrays.fill(garbage, (byte)0xA5);
            damaged.seek(damaged.length() / 2);
            damaged.write(garbage);
        }

        store = open(COUNT);

        assertTrue(store.notice().contains("repaired") || store.notice().contains("moved"), store.notice());
        fill(0, COUNT, ConnectionState.CLOSE);
        assertTrue(store.size() >= COUNT, store.size() + " connections");
    }

    @Test
    void shouldSayWhyAFileCannotBeCreated()
    {
        final Path file = directory.resolve("no-such-folder").resolve("connections");

        final IllegalStateException ex =
            assertThrows(IllegalStateException.class, () -> ConnectionStore.open(file, COUNT));

        assertTrue(ex.getMessage().contains(file.toString()), ex.getMessage());
        assertTrue(ex.getMessage().contains("folder exists"), ex.getMessage());
    }

    private void assertMovedAside(final String reason)
    {
        assertTrue(store.notice().contains(reason), store.notice());
        assertTrue(store.notice().contains(aside().toString()), store.notice());
        assertTrue(Files.exists(aside()));
        assertEquals(0, store.size());
        assertTrue(store.put(ConnectionStoreWriter.connection(connection, 1, 0)));
    }

    private void create()
    {
        store = open(COUNT);
        fill(0, COUNT, ConnectionState.SYN_RECV);
        store.close();
    }

    private void fill(final int from, final int to, final int state)
    {
        for (int i = from; i < to; i++)
        {
            assertTrue(store.put(ConnectionStoreWriter.connection(connection, i, state)));
        }
    }

    private ConnectionStore open(final int expectedConnections)
    {
        return ConnectionStore.open(file(), expectedConnections);
    }

    private Path file()
    {
        return directory.resolve("connections");
    }

    private Path aside()
    {
        return directory.resolve("connections.corrupt");
    }
}
