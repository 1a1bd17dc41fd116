/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.cnc.DirectorUnavailableException.Reason;

import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.SemanticVersion;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A mapped {@code cnc.dat}: the director's own ({@link #create}), or a client's view of it ({@link #map}). It owns the
 * mapping: nobody may touch its buffers after {@link #close()}, so all threads that use them must have ended.
 * <p>
 * The director shows that it lives by {@link #heartbeat(long)}, with the monotonic clock: all processes of a host
 * share it, and no change of the wall clock moves it.
 */
public final class CncFile implements AutoCloseable
{
    /** A director whose process is not to be seen and whose heartbeat is older is taken for dead. */
    public static final long GONE_AFTER_MS = 1_000;

    /** Heartbeat of a director that has ended in good order. */
    private static final long ENDED = -1;

    private static final String TEMPORARY_SUFFIX = ".tmp";
    private static final int PID_BITS = 22;

    private final Path directory;
    private final Path file;
    private final Object fileKey;
    private final boolean isOwner;
    private final MappedByteBuffer mappedBuffer;
    private final ManyToOneRingBuffer toDirector;
    private final UnsafeBuffer toClientsBuffer;
    private final UnsafeBuffer countersMetadataBuffer;
    private final UnsafeBuffer countersValuesBuffer;
    private final UnsafeBuffer errorLogBuffer;
    private final ForwardingCell forwarding;
    private final UnsafeBuffer addressLeasesBuffer;
    private final long startTimestampMs;
    private final long pid;
    private final long instanceId;
    private boolean isClosed;

    private CncFile(
        final Path directory, final Object fileKey, final boolean isOwner, final MappedByteBuffer mappedBuffer)
    {
        this.directory = directory;
        this.file = directory.resolve(CncFileDescriptor.FILE_NAME);
        this.fileKey = fileKey;
        this.isOwner = isOwner;
        this.mappedBuffer = mappedBuffer;

        final UnsafeBuffer header = new UnsafeBuffer(mappedBuffer, 0, CncFileDescriptor.HEADER_LENGTH);
        startTimestampMs = CncFileDescriptor.startTimestampMs(header);
        pid = CncFileDescriptor.pid(header);
        instanceId = CncFileDescriptor.instanceId(header);

        int offset = CncFileDescriptor.HEADER_LENGTH;
        int length = CncFileDescriptor.toDirectorLength(header);
        toDirector = new ManyToOneRingBuffer(new UnsafeBuffer(mappedBuffer, offset, length));

        offset += BitUtil.align(length, CncFileDescriptor.SECTION_ALIGNMENT);
        length = CncFileDescriptor.toClientsLength(header);
        toClientsBuffer = new UnsafeBuffer(mappedBuffer, offset, length);

        offset += BitUtil.align(length, CncFileDescriptor.SECTION_ALIGNMENT);
        length = CncFileDescriptor.countersMetadataLength(header);
        countersMetadataBuffer = new UnsafeBuffer(mappedBuffer, offset, length);

        offset += BitUtil.align(length, CncFileDescriptor.SECTION_ALIGNMENT);
        length = CncFileDescriptor.countersValuesLength(header);
        countersValuesBuffer = new UnsafeBuffer(mappedBuffer, offset, length);

        offset += BitUtil.align(length, CncFileDescriptor.SECTION_ALIGNMENT);
        length = CncFileDescriptor.errorLogLength(header);
        errorLogBuffer = new UnsafeBuffer(mappedBuffer, offset, length);

        offset += BitUtil.align(length, CncFileDescriptor.SECTION_ALIGNMENT);
        length = CncFileDescriptor.forwardingLength(header);
        forwarding = new ForwardingCell(new UnsafeBuffer(mappedBuffer, offset, length));

        offset += BitUtil.align(length, CncFileDescriptor.SECTION_ALIGNMENT);
        length = CncFileDescriptor.addressLeasesLength(header);
        addressLeasesBuffer = new UnsafeBuffer(mappedBuffer, offset, length);
    }

    /**
     * Make the file of a starting director, which must hold the {@link DirectoryLock}. Written beside and moved into
     * place, so that clients see a whole file or none; what a killed director left is replaced, but the leases that it
     * watched are inherited.
     *
     * @param directory of the director, existing.
     * @return the owner's file, with a first heartbeat.
     * @throws UncheckedIOException if it cannot be written (no space, no permission).
     */
    public static CncFile create(final Path directory)
    {
        final long startTimestampMs = System.currentTimeMillis();
        final long pid = ProcessHandle.current().pid();
        // One process starts one director in a millisecond, so this differs from every other instance.
        final long instanceId = (startTimestampMs << PID_BITS) | pid;

        return create(directory, startTimestampMs, pid, instanceId);
    }

    static CncFile create(
        final Path directory, final long startTimestampMs, final long pid, final long instanceId)
    {
        final Path file = directory.resolve(CncFileDescriptor.FILE_NAME);
        final Path temporaryFile = directory.resolve(CncFileDescriptor.FILE_NAME + TEMPORARY_SUFFIX);

        try
        {
            Files.deleteIfExists(temporaryFile);
            final MappedByteBuffer mappedBuffer = allocate(temporaryFile);
            CncFileDescriptor.putHeader(
                new UnsafeBuffer(mappedBuffer, 0, CncFileDescriptor.HEADER_LENGTH), startTimestampMs, pid, instanceId);

            final CncFile cncFile = new CncFile(directory, fileKey(temporaryFile), true, mappedBuffer);
            cncFile.heartbeat(monotonicMs());
            inherit(directory, file, cncFile);
            Files.move(temporaryFile, file, StandardCopyOption.ATOMIC_MOVE);

            return cncFile;
        }
        catch (final IOException ex)
        {
            IoUtil.deleteIfExists(temporaryFile.toFile());
            throw new UncheckedIOException("cannot create " + file + ": " + ex.getMessage(), ex);
        }
    }

    /** The file is still there when its director was killed: one that ends in good order removes it. */
    private static void inherit(final Path directory, final Path file, final CncFile heir)
    {
        try (CncFile dead = open(directory, file))
        {
            AddressLeaseFlyweight.inherit(dead.addressLeasesBuffer, heir.addressLeasesBuffer);
        }
        catch (final IOException | DirectorUnavailableException ex)
        {
            // Most starts: there is no such file. Or it is of another version, whose layout nobody knows here.
            return;
        }
    }

    /**
     * Map the file of a running director.
     *
     * @param directory of the director.
     * @return a client's view.
     * @throws DirectorUnavailableException if there is no such director; says what to do.
     */
    public static CncFile map(final Path directory)
    {
        final Path file = directory.resolve(CncFileDescriptor.FILE_NAME);
        final CncFile cncFile;

        try
        {
            cncFile = open(directory, file);
        }
        catch (final NoSuchFileException ex)
        {
            throw notRunning(directory);
        }
        catch (final AccessDeniedException ex)
        {
            throw new DirectorUnavailableException(
                Reason.NO_PERMISSION, "no permission to open " + file + ": run as the director's user (root)", ex);
        }
        catch (final IOException ex)
        {
            throw new DirectorUnavailableException(
                Reason.NOT_RUNNING, "cannot map " + file + ": " + ex.getMessage(), ex);
        }

        if (cncFile.isEnded())
        {
            cncFile.close();
            throw notRunning(directory);
        }

        if (cncFile.isGone(monotonicMs()))
        {
            final long pid = cncFile.pid();
            cncFile.close();
            throw new DirectorUnavailableException(
                Reason.STALE,
                "the director in " + directory + " (pid " + pid + ") was killed: start one with 'jlvs director --dir " +
                directory + "'");
        }

        return cncFile;
    }

    private static CncFile open(final Path directory, final Path file) throws IOException
    {
        // Before the file is opened: one that was replaced in between counts as replaced, and is mapped again.
        final Object fileKey = fileKey(file);

        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            verify(directory, file, channel);
            return new CncFile(
                directory, fileKey, false, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    private static void verify(final Path directory, final Path file, final FileChannel channel) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(CncFileDescriptor.HEADER_LENGTH);
        int position = 0;
        int count;
        do
        {
            count = channel.read(bytes, position);
            position += Math.max(0, count);
        }
        while (count > 0 && bytes.hasRemaining());

        if (bytes.hasRemaining())
        {
            throw new DirectorUnavailableException(
                Reason.TRUNCATED,
                file + " is truncated: " + position + " bytes, a header takes " + CncFileDescriptor.HEADER_LENGTH +
                "; restart the director in " + directory);
        }

        final UnsafeBuffer header = new UnsafeBuffer(bytes.array());
        if (CncFileDescriptor.MAGIC != CncFileDescriptor.magic(header))
        {
            throw new DirectorUnavailableException(
                Reason.NOT_A_CNC_FILE,
                file + " is not the file of a jlvs director; remove it, or choose another directory with --dir");
        }

        final int version = CncFileDescriptor.version(header);
        if (CncFileDescriptor.CNC_VERSION != version)
        {
            throw new DirectorUnavailableException(
                Reason.OTHER_VERSION,
                file + " has version " + SemanticVersion.toString(version) + ", this program speaks version " +
                SemanticVersion.toString(CncFileDescriptor.CNC_VERSION) + ": use the jlvs that the director (pid " +
                CncFileDescriptor.pid(header) + ") runs, or restart it");
        }

        final long declaredLength = CncFileDescriptor.fileLength(header);
        if (declaredLength != channel.size() || !hasExpectedLengths(header))
        {
            throw new DirectorUnavailableException(
                Reason.TRUNCATED,
                file + " is truncated or damaged: " + channel.size() + " bytes, its header says " + declaredLength +
                "; restart the director in " + directory);
        }
    }

    private static boolean hasExpectedLengths(final UnsafeBuffer header)
    {
        return
            CncFileDescriptor.TO_DIRECTOR_LENGTH == CncFileDescriptor.toDirectorLength(header) &&
            CncFileDescriptor.TO_CLIENTS_LENGTH == CncFileDescriptor.toClientsLength(header) &&
            CncFileDescriptor.COUNTERS_METADATA_LENGTH == CncFileDescriptor.countersMetadataLength(header) &&
            CncFileDescriptor.COUNTERS_VALUES_LENGTH == CncFileDescriptor.countersValuesLength(header) &&
            CncFileDescriptor.ERROR_LOG_LENGTH == CncFileDescriptor.errorLogLength(header) &&
            CncFileDescriptor.FORWARDING_LENGTH == CncFileDescriptor.forwardingLength(header) &&
            CncFileDescriptor.ADDRESS_LEASES_LENGTH == CncFileDescriptor.addressLeasesLength(header) &&
            CncFileDescriptor.FILE_LENGTH == CncFileDescriptor.fileLength(header);
    }

    private static MappedByteBuffer allocate(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            // Zeros are written, not skipped: a full /dev/shm is an exception here and would be a SIGBUS later.
            final ByteBuffer zeros = ByteBuffer.allocateDirect(IoUtil.BLOCK_SIZE);
            long position = 0;
            while (position < CncFileDescriptor.FILE_LENGTH)
            {
                zeros.clear().limit((int)Math.min(zeros.capacity(), CncFileDescriptor.FILE_LENGTH - position));
                position += channel.write(zeros, position);
            }

            return channel.map(FileChannel.MapMode.READ_WRITE, 0, CncFileDescriptor.FILE_LENGTH);
        }
    }

    private static Object fileKey(final Path file) throws IOException
    {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    private static DirectorUnavailableException notRunning(final Path directory)
    {
        return new DirectorUnavailableException(
            Reason.NOT_RUNNING,
            "no director is running in " + directory + ": start one with 'jlvs director --dir " + directory + "'");
    }

    /**
     * The clock of heartbeats: monotonic, the same for all processes of the host.
     *
     * @return milliseconds since some point in the past.
     */
    public static long monotonicMs()
    {
        return System.nanoTime() / 1_000_000;
    }

    /**
     * Say that the director lives. Called by the conductor in each duty cycle.
     *
     * @param nowMs {@link #monotonicMs()}.
     */
    public void heartbeat(final long nowMs)
    {
        toDirector.consumerHeartbeatTime(nowMs);
    }

    /**
     * Age of the director's last heartbeat.
     *
     * @param nowMs {@link #monotonicMs()}.
     * @return milliseconds; {@link Long#MAX_VALUE} when the director has ended or the heartbeat is of another boot.
     */
    public long heartbeatAgeMs(final long nowMs)
    {
        final long heartbeatMs = toDirector.consumerHeartbeatTime();
        final long ageMs = nowMs - heartbeatMs;

        return ENDED == heartbeatMs || ageMs < -GONE_AFTER_MS ? Long.MAX_VALUE : Math.max(0, ageMs);
    }

    /**
     * Whether the director has ended, in good order or not. In a container the director's process may be hidden, so
     * that a fresh heartbeat outweighs a process that is not to be seen.
     *
     * @param nowMs {@link #monotonicMs()}.
     * @return true when nobody will take commands from this file any more.
     */
    public boolean isGone(final long nowMs)
    {
        return isEnded() || (heartbeatAgeMs(nowMs) > GONE_AFTER_MS && !Files.exists(Path.of("/proc/" + pid)));
    }

    /**
     * Whether another director has put its file in this one's place, or the file was removed.
     *
     * @return true when the file in the directory is another one than the mapped one.
     */
    public boolean isReplaced()
    {
        try
        {
            return !fileKey(file).equals(fileKey);
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    private boolean isEnded()
    {
        return ENDED == toDirector.consumerHeartbeatTime();
    }

    /**
     * Commands, from many clients to the conductor.
     *
     * @return the ring, owned by this file.
     */
    public ManyToOneRingBuffer toDirector()
    {
        return toDirector;
    }

    /**
     * Events, from the conductor to all clients.
     *
     * @return memory of a broadcast buffer.
     */
    public UnsafeBuffer toClientsBuffer()
    {
        return toClientsBuffer;
    }

    /**
     * Metadata of the counters.
     *
     * @return memory for Agrona's CountersManager and CountersReader.
     */
    public UnsafeBuffer countersMetadataBuffer()
    {
        return countersMetadataBuffer;
    }

    /**
     * Values of the counters.
     *
     * @return memory for Agrona's CountersManager and CountersReader.
     */
    public UnsafeBuffer countersValuesBuffer()
    {
        return countersValuesBuffer;
    }

    /**
     * Distinct errors of the director.
     *
     * @return memory for Agrona's DistinctErrorLog and ErrorLogReader.
     */
    public UnsafeBuffer errorLogBuffer()
    {
        return errorLogBuffer;
    }

    /**
     * Read the distinct errors. Any process.
     *
     * @return in the order in which they were first seen.
     */
    public List<ErrorRow> errors()
    {
        final List<ErrorRow> errors = new ArrayList<>();
        ErrorLogReader.read(
            errorLogBuffer,
            (count, firstTimestampMs, lastTimestampMs, text) ->
                errors.add(new ErrorRow(count, firstTimestampMs, lastTimestampMs, text)));

        return errors;
    }

    /**
     * What the director says of its forwarding.
     *
     * @return the cell, written by the conductor alone.
     */
    public ForwardingCell forwarding()
    {
        return forwarding;
    }

    /**
     * Places for the leases of control processes.
     *
     * @return memory for {@link AddressLeaseFlyweight}.
     */
    public UnsafeBuffer addressLeasesBuffer()
    {
        return addressLeasesBuffer;
    }

    /**
     * Directory of the director.
     *
     * @return as given.
     */
    public Path directory()
    {
        return directory;
    }

    /**
     * Wall clock at the start of the director.
     *
     * @return milliseconds since 1970.
     */
    public long startTimestampMs()
    {
        return startTimestampMs;
    }

    /**
     * Process of the director.
     *
     * @return process id in the director's own namespace.
     */
    public long pid()
    {
        return pid;
    }

    /**
     * Tells one run of a director from another.
     *
     * @return a number that no other run has.
     */
    public long instanceId()
    {
        return instanceId;
    }

    /**
     * Unmap. The owner also removes the file and tells the clients that nobody listens any more. Idempotent.
     */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }

        isClosed = true;
        if (isOwner)
        {
            toDirector.consumerHeartbeatTime(ENDED);
            if (!isReplaced())
            {
                IoUtil.deleteIfExists(file.toFile());
            }
        }

        IoUtil.unmap(mappedBuffer);
    }
}
