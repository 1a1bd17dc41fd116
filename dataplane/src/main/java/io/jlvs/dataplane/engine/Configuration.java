/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.nio.file.Path;

/**
 * Defaults of the director, and the file names inside its directory.
 */
public final class Configuration
{
    /** Directory of a director when neither {@code --dir} nor {@code JLVS_DIR} names one. */
    public static final String DIRECTORY_DEFAULT = "/dev/shm/jlvs";
    /** Environment variable that names the directory. */
    public static final String DIRECTORY_VARIABLE = "JLVS_DIR";
    /** IPv4 flow table. */
    public static final String FLOWS_IPV4_FILE = "flows4.dat";
    /** IPv6 flow table. */
    public static final String FLOWS_IPV6_FILE = "flows6.dat";
    /** Chronicle Map that records connections and templates. */
    public static final String CONNECTIONS_FILE = "connections.map";
    /** Services and destinations, for the next start. */
    public static final String SERVICES_FILE = "services.conf";

    /** IPv4 connections that the tables are sized for. */
    public static final int CONNECTIONS_IPV4_DEFAULT = 1 << 20;
    /** IPv6 connections that the tables are sized for. */
    public static final int CONNECTIONS_IPV6_DEFAULT = 1 << 18;
    /** Fewest connections that tables are sized for. */
    public static final int MIN_CONNECTIONS = 1 << 10;
    /** Most connections that tables are sized for: a flow table is below 2 GiB. */
    public static final int MAX_CONNECTIONS = 50_000_000;
    /** Most workers. */
    public static final int MAX_WORKERS = 64;
    /** Bytes of a block of the receive ring of an interface: room for a super-frame. */
    public static final int RECEIVE_BLOCK_LENGTH = 1 << 17;
    /**
     * Blocks of the receive ring. In light traffic the kernel closes a block each millisecond however little is in it,
     * so this is also the pause in milliseconds that a worker may take without losing a frame.
     */
    public static final int RECEIVE_BLOCKS = 256;
    /** Bytes of the ring from each worker to the recorder; a power of two. */
    public static final int RECORD_RING_LENGTH = 1 << 24;
    /** First fragments that a worker remembers; a power of two. */
    public static final int FRAGMENT_TABLE_CAPACITY = 1 << 12;
    /** Frames that wait for a neighbour, for each worker. */
    public static final int PENDING_FRAMES = 128;
    /** Longest frame that waits for a neighbour, in bytes. */
    public static final int PENDING_FRAME_LENGTH = 9216;
    /** How long a frame waits for a neighbour, in milliseconds. */
    public static final long PENDING_TIMEOUT_MS = 1_000;
    /** How long XDP forwards known flows after the last sign of the director, in seconds. */
    public static final int ORPHAN_SECONDS_DEFAULT = 300;
    /** Longest time of that kind: a day. */
    public static final int MAX_ORPHAN_SECONDS = 86_400;
    /** Frames that a worker takes in one duty cycle. */
    public static final int POLL_LIMIT = 1024;
    /**
     * Of worker threads: three times the CPU time of others that want the same CPU. The compiler's and the garbage
     * collector's threads would else take half of it for longer than the receive ring can hold the packets.
     */
    public static final int WORKER_NICENESS = -5;
    /** How long an idle worker sleeps in poll(2) before it looks at its other duties, in milliseconds. */
    public static final int IDLE_POLL_MS = 5;
    /**
     * A worker that finishes no duty cycle for so long hangs, in milliseconds. A cycle takes a millisecond or two with
     * {@link #POLL_LIMIT} frames and an idle worker sleeps {@link #IDLE_POLL_MS}; a CPU that others use, a pause of the
     * garbage collector or the first cycles of a new process take tens to hundreds of milliseconds.
     */
    public static final long WORKER_SILENT_MS = 1_000;
    /** A whole pass over the flow table for expiry takes about so long, in milliseconds. */
    public static final long EXPIRY_PASS_MS = 1_000;
    /** An active connection is recorded anew at least so often, in milliseconds. */
    public static final long RECORD_REFRESH_MS = 30_000;
    /** A deleted destination to which nothing refers is forgotten after so long, in milliseconds. */
    public static final long DELETED_DESTINATION_MS = 2_000;

    private Configuration()
    {
    }

    /**
     * The directory to use.
     *
     * @param option value of {@code --dir}, or null.
     * @return the option, else the environment's, else the default.
     */
    public static Path directory(final Path option)
    {
        if (null != option)
        {
            return option;
        }

        final String variable = System.getenv(DIRECTORY_VARIABLE);
        return Path.of(null == variable || variable.isEmpty() ? DIRECTORY_DEFAULT : variable);
    }
}
