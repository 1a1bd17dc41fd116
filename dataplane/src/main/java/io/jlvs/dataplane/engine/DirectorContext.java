/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings of a director, filled by the command line. Setters return this.
 */
public final class DirectorContext
{
    /** Packet I/O: the best that each interface offers. */
    public static final String IO_AUTO = "auto";
    /** Packet I/O: AF_PACKET alone. */
    public static final String IO_AF_PACKET = "af_packet";
    /** Packet I/O: XDP for known flows on each interface, in the driver if it can, or not at all. */
    public static final String IO_XDP = "xdp";

    private Path directory = Path.of(Configuration.DIRECTORY_DEFAULT);
    private List<String> interfaces = List.of();
    private String io = IO_AUTO;
    private int workers = 1;
    private boolean busyPoll;
    private boolean bypassQueueing;
    private int connections = Configuration.CONNECTIONS_IPV4_DEFAULT;
    private boolean fresh;
    private int orphanSeconds = Configuration.ORPHAN_SECONDS_DEFAULT;

    /**
     * Directory for shared files.
     *
     * @param newDirectory created if missing.
     * @return this.
     */
    public DirectorContext directory(final Path newDirectory)
    {
        directory = newDirectory;
        return this;
    }

    /**
     * Directory for shared files.
     *
     * @return the directory.
     */
    public Path directory()
    {
        return directory;
    }

    /**
     * Names of interfaces to forward on.
     *
     * @param newInterfaces empty for all that are up.
     * @return this.
     */
    public DirectorContext interfaces(final List<String> newInterfaces)
    {
        interfaces = List.copyOf(newInterfaces);
        return this;
    }

    /**
     * Names of interfaces to forward on.
     *
     * @return empty for all that are up.
     */
    public List<String> interfaces()
    {
        return interfaces;
    }

    /**
     * Packet I/O.
     *
     * @param newIo af_packet, xdp or auto.
     * @return this.
     */
    public DirectorContext io(final String newIo)
    {
        io = newIo;
        return this;
    }

    /**
     * Packet I/O.
     *
     * @return af_packet, xdp or auto.
     */
    public String io()
    {
        return io;
    }

    /**
     * Number of workers.
     *
     * @param newWorkers at least 1.
     * @return this.
     */
    public DirectorContext workers(final int newWorkers)
    {
        workers = newWorkers;
        return this;
    }

    /**
     * Number of workers.
     *
     * @return at least 1.
     */
    public int workers()
    {
        return workers;
    }

    /**
     * Whether workers never sleep.
     *
     * @param newBusyPoll true for a whole core each.
     * @return this.
     */
    public DirectorContext busyPoll(final boolean newBusyPoll)
    {
        busyPoll = newBusyPoll;
        return this;
    }

    /**
     * Whether workers never sleep.
     *
     * @return true for a whole core each.
     */
    public boolean busyPoll()
    {
        return busyPoll;
    }

    /**
     * Whether frames leave past the queueing discipline and past tcpdump.
     *
     * @param newBypassQueueing true for a little more speed.
     * @return this.
     */
    public DirectorContext bypassQueueing(final boolean newBypassQueueing)
    {
        bypassQueueing = newBypassQueueing;
        return this;
    }

    /**
     * Whether frames leave past the queueing discipline and past tcpdump.
     *
     * @return true for a little more speed.
     */
    public boolean bypassQueueing()
    {
        return bypassQueueing;
    }

    /**
     * IPv4 connections to size the tables for.
     *
     * @param newConnections at least 1024.
     * @return this.
     */
    public DirectorContext connections(final int newConnections)
    {
        connections = newConnections;
        return this;
    }

    /**
     * IPv4 connections to size the tables for.
     *
     * @return number of connections.
     */
    public int connections()
    {
        return connections;
    }

    /**
     * How long XDP forwards known flows after the last sign of the director.
     *
     * @param newOrphanSeconds 0 to stop at once.
     * @return this.
     */
    public DirectorContext orphanSeconds(final int newOrphanSeconds)
    {
        orphanSeconds = newOrphanSeconds;
        return this;
    }

    /**
     * How long XDP forwards known flows after the last sign of the director.
     *
     * @return seconds.
     */
    public int orphanSeconds()
    {
        return orphanSeconds;
    }

    /**
     * Whether to forget what the run before left.
     *
     * @param newFresh true to start empty.
     * @return this.
     */
    public DirectorContext fresh(final boolean newFresh)
    {
        fresh = newFresh;
        return this;
    }

    /**
     * Whether to forget what the run before left.
     *
     * @return true to start empty.
     */
    public boolean fresh()
    {
        return fresh;
    }
}
