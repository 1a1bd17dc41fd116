/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import io.jlvs.dataplane.linux.ProcessGroup;
import io.jlvs.dataplane.linux.ThreadNiceness;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One running script: tells how it ended, and ends it when its time is over, first with SIGTERM, then with SIGKILL,
 * each to its whole process group. All on the thread of the {@link ScriptRunner}.
 */
final class ScriptRun
{
    static final File NOTHING = new File("/dev/null");

    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(2);
    /** A process that a signal ended has this plus the number of the signal as its status. */
    private static final int SIGNAL_BASE = 128;
    private static final int SIGNAL_LIMIT = 64;
    private static final int ORDINARY_NICENESS = 0;

    private final Process process;
    private final ScriptListener listener;
    private final ScheduledExecutorService executor;
    private ScheduledFuture<?> limit;
    private boolean isTimedOut;

    private ScriptRun(
        final Process process, final ScriptListener listener, final ScheduledExecutorService executor)
    {
        this.process = process;
        this.listener = listener;
        this.executor = executor;
    }

    /**
     * Start it, with ordinary niceness as keepalived does.
     *
     * @param words    of the whole command line.
     * @param output   where its output goes.
     * @param limitNs  after which it is ended; 0 for never.
     * @param listener that is told how it ended.
     * @param executor of the caller's thread.
     * @return the run.
     * @throws IOException if the process cannot be started.
     */
    static ScriptRun start(
        final List<String> words,
        final Redirect output,
        final long limitNs,
        final ScriptListener listener,
        final ScheduledExecutorService executor) throws IOException
    {
        // A process begins with the niceness of the thread that starts it, and that of this one is the JVM's.
        ThreadNiceness.set(ORDINARY_NICENESS);
        final Process process = new ProcessBuilder(words)
            .redirectInput(NOTHING)
            .redirectOutput(output)
            .redirectError(output)
            .start();
        final ScriptRun run = new ScriptRun(process, listener, executor);
        if (0 < limitNs)
        {
            run.limit = executor.schedule(run::onTimeOver, limitNs, TimeUnit.NANOSECONDS);
        }

        return run;
    }

    Process process()
    {
        return process;
    }

    boolean isLimited()
    {
        return limit != null;
    }

    /** The process has ended. */
    void onEnd()
    {
        if (isLimited())
        {
            limit.cancel(false);
        }
        if (isTimedOut)
        {
            ProcessGroup.signal(process.pid(), ProcessGroup.SIGKILL);
        }
        else
        {
            listener.onResult(result(process.exitValue()));
        }
        listener.onGone();
    }

    /** Ask it to end; {@link #onEnd()} follows. */
    void terminate()
    {
        signal(ProcessGroup.SIGTERM);
    }

    /** End it now; {@link #onEnd()} follows. */
    void kill()
    {
        signal(ProcessGroup.SIGKILL);
    }

    private void onTimeOver()
    {
        if (process.isAlive())
        {
            signal(isTimedOut ? ProcessGroup.SIGKILL : ProcessGroup.SIGTERM);
            limit = executor.schedule(this::onTimeOver, GRACE_NS, TimeUnit.NANOSECONDS);
            if (!isTimedOut)
            {
                isTimedOut = true;
                listener.onResult(new ScriptResult.TimedOut());
            }
        }
    }

    private void signal(final int signal)
    {
        if (!ProcessGroup.signal(process.pid(), signal))
        {
            process.destroyForcibly();
        }
    }

    static ScriptResult result(final int exitValue)
    {
        final int signal = exitValue - SIGNAL_BASE;

        return 0 < signal && signal <= SIGNAL_LIMIT ?
            new ScriptResult.Killed(signal) :
            new ScriptResult.Exited(exitValue);
    }
}
