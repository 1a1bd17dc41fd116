/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackScript;
import io.jlvs.vrrp.script.ScriptListener;
import io.jlvs.vrrp.script.ScriptResult;
import io.jlvs.vrrp.script.ScriptRunner;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs one {@code vrrp_script} again and again, from start to start in its interval, never twice at a time. A run that
 * exceeds its time counts as failed at once, also if its process cannot be ended. Thread safe.
 */
final class ScriptTracker implements ScriptListener, AutoCloseable
{
    private final TrackScript script;
    private final ScriptRunner runner;
    private final Consumer<TrackedChange> changes;
    private final Consumer<String> log;
    private ScriptState state;
    private boolean isRunning;
    private boolean isClosed;
    private ScheduledFuture<?> ticks;

    /**
     * Not yet running.
     *
     * @param script  settings.
     * @param state   to go on from.
     * @param runner  of its process, borrowed.
     * @param changes told when its health changes.
     * @param log     of lines.
     */
    ScriptTracker(
        final TrackScript script,
        final ScriptState state,
        final ScriptRunner runner,
        final Consumer<TrackedChange> changes,
        final Consumer<String> log)
    {
        this.script = script;
        this.state = state;
        this.runner = runner;
        this.changes = changes;
        this.log = log;
    }

    /**
     * Run it now, and from now on.
     *
     * @param executor of the starts.
     */
    synchronized void start(final ScheduledExecutorService executor)
    {
        ticks = executor.scheduleAtFixedRate(this::onTick, 0, script.intervalNs(), TimeUnit.NANOSECONDS);
    }

    TrackScript script()
    {
        return script;
    }

    synchronized ScriptState state()
    {
        return state;
    }

    /**
     * Start it no more; what still runs is told to nobody.
     */
    @Override
    public synchronized void close()
    {
        isClosed = true;
        if (ticks != null)
        {
            ticks.cancel(false);
        }
    }

    @Override
    public synchronized void onResult(final ScriptResult result)
    {
        if (isClosed)
        {
            return;
        }
        final Health before = state.health();
        final ScriptStep step = ScriptStateMachine.step(script, state, result);
        state = step.state();
        step.log().forEach(log);
        if (state.health() != before)
        {
            changes.accept(new TrackedChange.OfScript(script.name(), state.health()));
        }
    }

    @Override
    public synchronized void onGone()
    {
        isRunning = false;
    }

    private synchronized void onTick()
    {
        if (isRunning)
        {
            log.accept("Track script " + script.name() + " is already running, expect idle - skipping run");
            return;
        }
        isRunning = true;
        runner.run(script.command(), script.timeoutNs() == 0 ? script.intervalNs() : script.timeoutNs(), this);
    }
}
