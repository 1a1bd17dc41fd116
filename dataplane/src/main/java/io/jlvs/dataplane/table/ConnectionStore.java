/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import net.openhft.chronicle.hash.ChronicleHashCorruption;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Record of connections and templates that survives the director, in a Chronicle Map. Nothing else touches Chronicle.
 * <p>
 * One thread owns it, the recorder's, and no other process opens the file while it is open: a writer that is killed may
 * leave a lock in it, on which everybody else would wait. Opening always recovers, which breaks such locks.
 * {@link #put} and {@link #remove} make no garbage. What was put is safe from the death of the process at once, not
 * from that of the machine.
 */
public final class ConnectionStore implements AutoCloseable
{
    private static final double HEADROOM = 1.25;
    /** Of an entry in the file, with its share of the hash lookup; measured. */
    private static final int ENTRY_LENGTH = 82;
    private static final int TEMPLATE_OFFSET = 2;
    /** In Chronicle's words for a lock that is held although nobody else has the file open. */
    private static final String LOCK_LEFT = "is not clear";
    private static final String CORRUPT_SUFFIX = ".corrupt";
    private static final String GROWING_SUFFIX = ".growing";
    private static final StoreRecord SAMPLE_KEY = new StoreRecord(ConnectionFlyweight.KEY_LENGTH);
    private static final StoreRecord SAMPLE_VALUE = new StoreRecord(ConnectionFlyweight.VALUE_LENGTH);

    private final Path file;
    private final ChronicleMap<StoreRecord, StoreRecord> map;
    private final String notice;
    private final StoreRecord key = new StoreRecord(ConnectionFlyweight.KEY_LENGTH);
    private final StoreRecord value = new StoreRecord(ConnectionFlyweight.VALUE_LENGTH);
    private final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(ConnectionFlyweight.LENGTH));
    private final ConnectionFlyweight flyweight = new ConnectionFlyweight().wrap(record, 0);

    private ConnectionStore(final Path file, final ChronicleMap<StoreRecord, StoreRecord> map, final String notice)
    {
        this.file = file;
        this.map = map;
        this.notice = notice;
    }

    /**
     * Open a record: create the file, or recover what a director left behind, killed or not. A file that is damaged
     * or of another layout is moved aside to {@code *.corrupt}, an empty one takes its place, {@link #notice} tells.
     * A file made for fewer connections is replaced by a bigger one with the same content.
     *
     * @param file                of the record; its folder exists.
     * @param expectedConnections that it must have room for, templates included.
     * @return the store, to be closed by the calling thread.
     * @throws IllegalStateException that says what failed and what to do: the file is open in another process, or
     *                               cannot be made.
     */
    public static ConnectionStore open(final Path file, final long expectedConnections)
    {
        if (!Files.exists(file))
        {
            return new ConnectionStore(file, create(file, expectedConnections), null);
        }

        refuseIfOpenElsewhere(file);
        final ConnectionStoreHeader header = ConnectionStoreHeader.read(file);
        if (null != header.defect())
        {
            return replace(file, expectedConnections, header.defect());
        }

        final List<String> repairs = new ArrayList<>();
        final ChronicleMap<StoreRecord, StoreRecord> map;
        try
        {
            map = builder(header.expectedConnections())
                .recoverPersistedTo(file.toFile(), false, (corruption) -> addRepair(repairs, corruption));
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            return replace(file, expectedConnections, "it could not be recovered: " + ex);
        }

        final String notice = repairs.isEmpty() ? null :
            "connection record " + file + " was repaired in " + repairs.size() + " places (a process killed while it " +
            "wrote leaves one or two), the first: " + repairs.get(0) + "; entries that were whole are kept";
        return header.expectedConnections() < expectedConnections ?
            grow(file, map, expectedConnections, notice) : new ConnectionStore(file, map, notice);
    }

    /**
     * What an operator should know about the opening: that a file was moved aside, or was damaged.
     *
     * @return null if all is well.
     */
    public String notice()
    {
        return notice;
    }

    /**
     * Record a connection or template, or its new value.
     *
     * @param connection to record; copied.
     * @return false if there is no room for one more.
     */
    public boolean put(final ConnectionFlyweight connection)
    {
        key.buffer().putBytes(0, connection.buffer(), connection.offset(), ConnectionFlyweight.KEY_LENGTH);
        value.buffer().putBytes(
            0,
            connection.buffer(),
            connection.offset() + ConnectionFlyweight.KEY_LENGTH,
            ConnectionFlyweight.VALUE_LENGTH);
        try
        {
            map.put(key, value);
            return true;
        }
        catch (final IllegalStateException ex)
        {
            // The one thing that put() refuses is an entry beyond the last extra tier of a segment.
            if (map.isClosed())
            {
                throw ex;
            }
            return false;
        }
    }

    /**
     * Forget a connection or template; nothing happens if it is not there.
     *
     * @param connection of which the key counts.
     */
    public void remove(final ConnectionFlyweight connection)
    {
        key.buffer().putBytes(0, connection.buffer(), connection.offset(), ConnectionFlyweight.KEY_LENGTH);
        map.remove(key);
    }

    /**
     * Visit all that is recorded, in no order. The store must not be changed meanwhile. What cannot be a connection
     * (a damaged file may hold such) is passed over.
     *
     * @param consumer gets the same object each time, refilled; it must not keep it.
     */
    public void forEach(final Consumer<ConnectionFlyweight> consumer)
    {
        map.forEachEntry((entry) ->
        {
            read(entry);
            if (isPlausible())
            {
                consumer.accept(flyweight);
            }
        });
    }

    /**
     * Number of connections and templates that are recorded.
     *
     * @return count.
     */
    public long size()
    {
        return map.longSize();
    }

    /**
     * Length of the file.
     *
     * @return bytes.
     */
    public long fileBytes()
    {
        return file.toFile().length();
    }

    @Override
    public void close()
    {
        if (!map.isClosed())
        {
            map.close();
            key.release();
            value.release();
        }
    }

    private void read(final MapEntry<StoreRecord, StoreRecord> entry)
    {
        entry.key().getUsing(key);
        entry.value().getUsing(value);
        record.putBytes(0, key.buffer(), 0, ConnectionFlyweight.KEY_LENGTH);
        record.putBytes(ConnectionFlyweight.KEY_LENGTH, value.buffer(), 0, ConnectionFlyweight.VALUE_LENGTH);
    }

    /**
     * A lock that a killed process left is not worth a word: it is what opening by recovery is for.
     */
    private static void addRepair(final List<String> repairs, final ChronicleHashCorruption corruption)
    {
        final String message = corruption.message();
        if (null == message || !message.contains(LOCK_LEFT))
        {
            repairs.add(String.valueOf(message).split("\n", 2)[0]);
        }
    }

    /**
     * Chronicle holds a lock on the file while it is open, and waits without limit for that of another process.
     */
    private static void refuseIfOpenElsewhere(final Path file)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.tryLock())
        {
            if (null == lock)
            {
                throw openElsewhere(file, null);
            }
        }
        catch (final OverlappingFileLockException ex)
        {
            throw openElsewhere(file, ex);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(
                "connection record " + file + " cannot be opened for writing: " + ex.getMessage() +
                "; check its owner and permissions", ex);
        }
    }

    private static IllegalStateException openElsewhere(final Path file, final Exception cause)
    {
        return new IllegalStateException(
            "connection record " + file + " is open already, in another process or in this one: is a director " +
            "running with the same folder? Stop it, or choose another folder", cause);
    }

    private boolean isPlausible()
    {
        final int protocol = flyweight.protocol();
        return
            (record.getByte(0) & ~1) == 0 &&
            (record.getByte(TEMPLATE_OFFSET) & ~1) == 0 &&
            (IpProtocol.TCP == protocol || IpProtocol.UDP == protocol || IpProtocol.SCTP == protocol) &&
            flyweight.state() >= 0 && flyweight.state() <= ConnectionState.ASSURED &&
            (flyweight.forwardingCode() & ~FlowTable.FORWARDING_MASK) == 0 &&
            flyweight.timeoutTicks() >= 0;
    }

    private static ConnectionStore replace(final Path file, final long expectedConnections, final String reason)
    {
        final Path aside = file.resolveSibling(file.getFileName() + CORRUPT_SUFFIX);
        move(file, aside);
        final ChronicleMap<StoreRecord, StoreRecord> map;
        try
        {
            map = create(file, expectedConnections);
        }
        catch (final IllegalStateException ex)
        {
            // Then it was not the file that was wrong: the next director may still need it.
            move(aside, file);
            throw ex;
        }

        return new ConnectionStore(
            file,
            map,
            "connection record " + file + " was moved to " + aside + " because " + reason +
            "; connections made before are forgotten");
    }

    private static ConnectionStore grow(
        final Path file,
        final ChronicleMap<StoreRecord, StoreRecord> map,
        final long expectedConnections,
        final String notice)
    {
        final Path growing = file.resolveSibling(file.getFileName() + GROWING_SUFFIX);
        try (ConnectionStore smaller = new ConnectionStore(file, map, notice))
        {
            Files.deleteIfExists(growing);
            try (ConnectionStore bigger = new ConnectionStore(growing, create(growing, expectedConnections), null))
            {
                smaller.forEach(bigger::put);
            }
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("cannot remove " + growing + ": " + ex.getMessage(), ex);
        }

        move(growing, file);
        final ConnectionStore grown = open(file, expectedConnections);
        return null == grown.notice() ? new ConnectionStore(file, grown.map, notice) : grown;
    }

    private static ChronicleMap<StoreRecord, StoreRecord> create(final Path file, final long expectedConnections)
    {
        try
        {
            return builder(expectedConnections).createPersistedTo(file.toFile());
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            file.toFile().delete();
            throw new IllegalStateException(
                "connection record " + file + " for " + expectedConnections + " connections cannot be created: " + ex +
                "; check that the folder exists and is writable, that " +
                (long)(expectedConnections * HEADROOM * ENTRY_LENGTH) + " bytes are free, and that the JVM was " +
                "started by the launcher, which knows the flags it needs", ex);
        }
    }

    private static ChronicleMapBuilder<StoreRecord, StoreRecord> builder(final long expectedConnections)
    {
        return ChronicleMapBuilder.of(StoreRecord.class, StoreRecord.class)
            .name("jlvs-connections")
            .entries((long)Math.ceil(expectedConnections * HEADROOM))
            .keyReaderAndDataAccess(new StoreRecord.Reader(), new StoreRecord.Access(expectedConnections))
            .valueReaderAndDataAccess(new StoreRecord.Reader(), new StoreRecord.Access(expectedConnections))
            .constantKeySizeBySample(SAMPLE_KEY)
            .constantValueSizeBySample(SAMPLE_VALUE)
            .putReturnsNull(true)
            .removeReturnsNull(true)
            .checksumEntries(false)
            .skipCloseOnExitHook(true);
    }

    private static void move(final Path from, final Path to)
    {
        try
        {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("cannot move " + from + " to " + to + ": " + ex.getMessage(), ex);
        }
    }
}
