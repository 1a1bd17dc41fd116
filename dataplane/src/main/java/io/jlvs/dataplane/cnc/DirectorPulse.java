/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Feels the pulse of the director in a directory, for a thread that must not wait: no method waits, takes a lock or
 * throws because of a director. While the director lives a look costs a few reads of shared memory. When it has ended,
 * the directory is looked at ten times a second for the next one.
 * <p>
 * How soon its end is seen: in good order at once; killed, {@link #LATE_AFTER_MS} after its last heartbeat (they come
 * each millisecond) by its process id that is gone, or after {@link #SILENT_AFTER_MS} where a container hides the
 * process; a process that hangs or is stopped after {@link #SILENT_AFTER_MS}.
 * <p>
 * Owns a mapping of its own. One thread.
 */
public final class DirectorPulse implements AutoCloseable
{
    /** A director without a heartbeat for so long is asked after: does its process exist? */
    public static final long LATE_AFTER_MS = 100;

    /** A director without a heartbeat for so long is silent, whether its process exists or not. */
    public static final long SILENT_AFTER_MS = CncFile.GONE_AFTER_MS;

    private static final long SEARCH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path directory;
    private CncFile cncFile;
    private Runnable detachListener = () -> {};
    private boolean isProcessVisible;
    private boolean isSearching;
    private long nextSearchNs;

    /**
     * For a directory, in which a director may run or not.
     *
     * @param directory of the director (--dir).
     */
    public DirectorPulse(final Path directory)
    {
        this.directory = directory;
    }

    /**
     * Whether the director forwards.
     *
     * @param nowNs {@link System#nanoTime()}.
     * @return what the director says of itself, or what is to be seen when it says nothing.
     */
    public ForwardingHealth health(final long nowNs)
    {
        final CncFile director = director(nowNs);
        if (null == director)
        {
            return ForwardingHealth.NO_DIRECTOR;
        }

        final ForwardingHealth health = director.forwarding().health();
        final long ageMs = director.heartbeatAgeMs(toMs(nowNs));
        // The conductor of a director that starts does not run yet.
        return ageMs <= SILENT_AFTER_MS || ForwardingState.STARTING == health.state() ?
            health :
            new ForwardingHealth(
                ForwardingState.SILENT,
                "the director (pid " + director.pid() + ") has given no sign for " + ageMs + " ms");
    }

    /**
     * The file of the director that runs.
     *
     * @param nowNs {@link System#nanoTime()}.
     * @return null when none runs; another object when another one runs. Valid until the next call.
     */
    CncFile director(final long nowNs)
    {
        if (null != cncFile && !isGone(toMs(nowNs)))
        {
            isSearching = false;
            return cncFile;
        }

        if (!isSearching || nowNs - nextSearchNs >= 0)
        {
            isSearching = true;
            nextSearchNs = nowNs + SEARCH_INTERVAL_NS;
            return search();
        }

        return null;
    }

    /**
     * Have it told before the memory of a director's file goes away.
     *
     * @param listener called on the thread that calls this object.
     */
    void onDetach(final Runnable listener)
    {
        detachListener = listener;
    }

    /**
     * Whether the director's conductor works, so that it watches leases.
     *
     * @param director of the last call.
     * @param nowNs    {@link System#nanoTime()}.
     * @return false when it has been silent for {@link #SILENT_AFTER_MS}.
     */
    static boolean isWatching(final CncFile director, final long nowNs)
    {
        return director.heartbeatAgeMs(toMs(nowNs)) <= SILENT_AFTER_MS;
    }

    /**
     * Unmap the file. Idempotent.
     */
    @Override
    public void close()
    {
        if (null != cncFile)
        {
            detachListener.run();
            cncFile.close();
            cncFile = null;
        }
    }

    private CncFile search()
    {
        // What a killed director left stays mapped until there is something better.
        if (null != cncFile && !cncFile.isReplaced())
        {
            return null;
        }

        try
        {
            final CncFile newCncFile = CncFile.map(directory);
            close();
            cncFile = newCncFile;
            isProcessVisible = isProcessVisible();
            isSearching = false;
            return cncFile;
        }
        catch (final DirectorUnavailableException ex)
        {
            return null;
        }
    }

    private boolean isGone(final long nowMs)
    {
        final long ageMs = cncFile.heartbeatAgeMs(nowMs);
        return ageMs > LATE_AFTER_MS &&
            (cncFile.isGone(nowMs) || (isProcessVisible && !isProcessVisible()));
    }

    private boolean isProcessVisible()
    {
        return Files.exists(Path.of("/proc/" + cncFile.pid()));
    }

    private static long toMs(final long nanoTime)
    {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime);
    }
}
