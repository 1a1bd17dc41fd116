/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.SemanticVersion;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.agrona.concurrent.status.CountersReader;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.CACHE_LINE_LENGTH;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * Layout of {@code cnc.dat}. Each section begins on a multiple of two cache lines; what is inside the sections is
 * Agrona's (ring, broadcast, counters, distinct error log), or drawn in {@link ForwardingCell} and
 * {@link AddressLeaseFlyweight}.
 * <pre>
 *  +-----------------------------+
 *  |           Header            |
 *  +-----------------------------+
 *  |      To-director ring       |
 *  +-----------------------------+
 *  |    To-clients broadcast     |
 *  +-----------------------------+
 *  |      Counters metadata      |
 *  +-----------------------------+
 *  |       Counters values       |
 *  +-----------------------------+
 *  |          Error log          |
 *  +-----------------------------+
 *  |     State of forwarding     |
 *  +-----------------------------+
 *  |       Address leases        |
 *  +-----------------------------+
 * </pre>
 * Header, little endian, written once before the file becomes visible:
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                     Magic "JLVS-CNC"                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |              Version (major, minor, patch: 8 bits each)       |
 *  +---------------------------------------------------------------+
 *  |                   To-director ring length                     |
 *  +---------------------------------------------------------------+
 *  |                 To-clients broadcast length                   |
 *  +---------------------------------------------------------------+
 *  |                  Counters metadata length                     |
 *  +---------------------------------------------------------------+
 *  |                   Counters values length                      |
 *  +---------------------------------------------------------------+
 *  |                     Error log length                          |
 *  +---------------------------------------------------------------+
 *  |                    Length of the file                         |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |               Director's start, ms since 1970                 |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                  Director's process id                        |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                 Director's instance id                        |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                Length of the state of forwarding              |
 *  +---------------------------------------------------------------+
 *  |                    Length of the address leases               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class CncFileDescriptor
{
    /** Name of the file in the director's directory. */
    public static final String FILE_NAME = "cnc.dat";

    /** Version of this layout and of all messages in it; a reader refuses any other. */
    public static final int CNC_VERSION = SemanticVersion.compose(0, 2, 0);

    /** "JLVS-CNC" in the order of the bytes. */
    public static final long MAGIC = 0x434E432D53564C4AL;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = MAGIC_OFFSET + SIZE_OF_LONG;
    private static final int TO_DIRECTOR_LENGTH_OFFSET = VERSION_OFFSET + SIZE_OF_INT;
    private static final int TO_CLIENTS_LENGTH_OFFSET = TO_DIRECTOR_LENGTH_OFFSET + SIZE_OF_INT;
    private static final int COUNTERS_METADATA_LENGTH_OFFSET = TO_CLIENTS_LENGTH_OFFSET + SIZE_OF_INT;
    private static final int COUNTERS_VALUES_LENGTH_OFFSET = COUNTERS_METADATA_LENGTH_OFFSET + SIZE_OF_INT;
    private static final int ERROR_LOG_LENGTH_OFFSET = COUNTERS_VALUES_LENGTH_OFFSET + SIZE_OF_INT;
    private static final int FILE_LENGTH_OFFSET = ERROR_LOG_LENGTH_OFFSET + SIZE_OF_INT;
    private static final int START_TIMESTAMP_OFFSET = FILE_LENGTH_OFFSET + SIZE_OF_LONG;
    private static final int PID_OFFSET = START_TIMESTAMP_OFFSET + SIZE_OF_LONG;
    private static final int INSTANCE_ID_OFFSET = PID_OFFSET + SIZE_OF_LONG;
    private static final int FORWARDING_LENGTH_OFFSET = INSTANCE_ID_OFFSET + SIZE_OF_LONG;
    private static final int ADDRESS_LEASES_LENGTH_OFFSET = FORWARDING_LENGTH_OFFSET + SIZE_OF_INT;

    /** Sections begin on multiples of this. */
    public static final int SECTION_ALIGNMENT = 2 * CACHE_LINE_LENGTH;

    /** Length of the header; the first section begins here. */
    public static final int HEADER_LENGTH =
        BitUtil.align(ADDRESS_LEASES_LENGTH_OFFSET + SIZE_OF_INT, SECTION_ALIGNMENT);

    /** Length of the to-director ring with its trailer. */
    public static final int TO_DIRECTOR_LENGTH = 1024 * 1024 + RingBufferDescriptor.TRAILER_LENGTH;

    /** Messages that the to-clients broadcast holds, in bytes. */
    public static final int TO_CLIENTS_CAPACITY = 1024 * 1024;

    /** Length of the to-clients broadcast with its trailer. */
    public static final int TO_CLIENTS_LENGTH = TO_CLIENTS_CAPACITY + BroadcastBufferDescriptor.TRAILER_LENGTH;

    /** Number of counters for which there is room. */
    public static final int MAX_COUNTERS = 4096;

    /** Length of the counters' metadata. */
    public static final int COUNTERS_METADATA_LENGTH = MAX_COUNTERS * CountersReader.METADATA_LENGTH;

    /** Length of the counters' values. */
    public static final int COUNTERS_VALUES_LENGTH = MAX_COUNTERS * CountersReader.COUNTER_LENGTH;

    /** Length of the distinct error log. */
    public static final int ERROR_LOG_LENGTH = 1024 * 1024;

    /** Length of what the director says of its forwarding. */
    public static final int FORWARDING_LENGTH = ForwardingCell.LENGTH;

    /** Length of the places for address leases. */
    public static final int ADDRESS_LEASES_LENGTH =
        AddressLeaseFlyweight.SLOT_COUNT * AddressLeaseFlyweight.LENGTH;

    /** Length of the file. */
    public static final int FILE_LENGTH = HEADER_LENGTH +
        BitUtil.align(TO_DIRECTOR_LENGTH, SECTION_ALIGNMENT) +
        BitUtil.align(TO_CLIENTS_LENGTH, SECTION_ALIGNMENT) +
        COUNTERS_METADATA_LENGTH +
        COUNTERS_VALUES_LENGTH +
        ERROR_LOG_LENGTH +
        FORWARDING_LENGTH +
        ADDRESS_LEASES_LENGTH;

    private CncFileDescriptor()
    {
    }

    static void putHeader(
        final MutableDirectBuffer header, final long startTimestampMs, final long pid, final long instanceId)
    {
        header.putLong(MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        header.putInt(VERSION_OFFSET, CNC_VERSION, LITTLE_ENDIAN);
        header.putInt(TO_DIRECTOR_LENGTH_OFFSET, TO_DIRECTOR_LENGTH, LITTLE_ENDIAN);
        header.putInt(TO_CLIENTS_LENGTH_OFFSET, TO_CLIENTS_LENGTH, LITTLE_ENDIAN);
        header.putInt(COUNTERS_METADATA_LENGTH_OFFSET, COUNTERS_METADATA_LENGTH, LITTLE_ENDIAN);
        header.putInt(COUNTERS_VALUES_LENGTH_OFFSET, COUNTERS_VALUES_LENGTH, LITTLE_ENDIAN);
        header.putInt(ERROR_LOG_LENGTH_OFFSET, ERROR_LOG_LENGTH, LITTLE_ENDIAN);
        header.putLong(FILE_LENGTH_OFFSET, FILE_LENGTH, LITTLE_ENDIAN);
        header.putLong(START_TIMESTAMP_OFFSET, startTimestampMs, LITTLE_ENDIAN);
        header.putLong(PID_OFFSET, pid, LITTLE_ENDIAN);
        header.putLong(INSTANCE_ID_OFFSET, instanceId, LITTLE_ENDIAN);
        header.putInt(FORWARDING_LENGTH_OFFSET, FORWARDING_LENGTH, LITTLE_ENDIAN);
        header.putInt(ADDRESS_LEASES_LENGTH_OFFSET, ADDRESS_LEASES_LENGTH, LITTLE_ENDIAN);
    }

    static long magic(final DirectBuffer header)
    {
        return header.getLong(MAGIC_OFFSET, LITTLE_ENDIAN);
    }

    static int version(final DirectBuffer header)
    {
        return header.getInt(VERSION_OFFSET, LITTLE_ENDIAN);
    }

    static int toDirectorLength(final DirectBuffer header)
    {
        return header.getInt(TO_DIRECTOR_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int toClientsLength(final DirectBuffer header)
    {
        return header.getInt(TO_CLIENTS_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int countersMetadataLength(final DirectBuffer header)
    {
        return header.getInt(COUNTERS_METADATA_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int countersValuesLength(final DirectBuffer header)
    {
        return header.getInt(COUNTERS_VALUES_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int errorLogLength(final DirectBuffer header)
    {
        return header.getInt(ERROR_LOG_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int forwardingLength(final DirectBuffer header)
    {
        return header.getInt(FORWARDING_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int addressLeasesLength(final DirectBuffer header)
    {
        return header.getInt(ADDRESS_LEASES_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static long fileLength(final DirectBuffer header)
    {
        return header.getLong(FILE_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static long startTimestampMs(final DirectBuffer header)
    {
        return header.getLong(START_TIMESTAMP_OFFSET, LITTLE_ENDIAN);
    }

    static long pid(final DirectBuffer header)
    {
        return header.getLong(PID_OFFSET, LITTLE_ENDIAN);
    }

    static long instanceId(final DirectBuffer header)
    {
        return header.getLong(INSTANCE_ID_OFFSET, LITTLE_ENDIAN);
    }
}
