/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.ThreadNiceness;
import io.jlvs.dataplane.linux.ThreadScheduling;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.notice.Notifier;
import io.jlvs.vrrp.script.ScriptRunner;
import io.jlvs.vrrp.script.ScriptUsers;
import io.jlvs.vrrp.track.Trackers;
import org.agrona.CloseHelper;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * VRRP with its thread: what {@code jlvs keepalived} starts, configures and stops. Its methods may be called on any one
 * thread; they wait for the VRRP thread where they say so.
 */
public final class VrrpRunner implements AutoCloseable
{
    private static final int REAL_TIME_PRIORITY = 2;
    private static final int LOWEST_NICENESS = -20;
    private static final int OTHERS_NICENESS = -10;
    private static final int STACK_DEPTH = 4;
    private static final long ERROR_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Consumer<String> log;
    private final Notifier notifier;
    private final DirectorGuard guard;
    private final VrrpAgent agent;
    private final Trackers trackers;
    private final Thread thread;
    private volatile boolean isRunning = true;
    private boolean isScheduled;
    private String lastError = "";

    /**
     * Start the thread; there is nothing to run yet.
     *
     * @param directory of the director.
     * @param scripts   runs scripts; stays the caller's.
     * @param users     who owns FIFOs.
     * @param first     configuration, for what holds for the life of the process.
     * @param log       of lines, without a time; any thread.
     */
    public VrrpRunner(
        final Path directory,
        final ScriptRunner scripts,
        final ScriptUsers users,
        final VrrpConfiguration first,
        final Consumer<String> log)
    {
        this.log = log;
        notifier = new Notifier(first.globals().fifos(), scripts, users, log);
        guard = new DirectorGuard(directory);
        agent = new VrrpAgent(guard, notifier, log);
        trackers = new Trackers(scripts, agent::onTracked, log);
        thread = new Thread(this::run, "vrrp");
        thread.start();
    }

    /**
     * Run a configuration; returns when the VRRP thread has taken it. With the first one it gets its priority, not
     * sooner: what a start costs would keep others from their processors.
     *
     * @param configuration    to run.
     * @param isDirectorNeeded whether priorities are lowered while the director does not forward.
     */
    public void configure(final VrrpConfiguration configuration, final boolean isDirectorNeeded)
    {
        trackers.configure(configuration);
        call(() ->
        {
            agent.configure(configuration, isDirectorNeeded);
            if (!isScheduled)
            {
                schedule(configuration.globals());
                isScheduled = true;
            }
        });
    }

    /**
     * Counters and lateness; waits for the VRRP thread.
     *
     * @return text of several lines, as keepalived writes it at SIGUSR2.
     */
    public String statistics()
    {
        return ask(agent::statistics);
    }

    /**
     * Roles, priorities and masters; waits for the VRRP thread.
     *
     * @return text of several lines, as keepalived writes it at SIGUSR1.
     */
    public String data()
    {
        return ask(agent::data);
    }

    private String ask(final Supplier<String> question)
    {
        final CompletableFuture<String> result = new CompletableFuture<>();
        agent.execute(() -> result.complete(question.get()));

        return result.join();
    }

    /**
     * End in order and wait for it.
     *
     * @param isKeepingAddresses whether the addresses stay where they are.
     */
    public void stop(final boolean isKeepingAddresses)
    {
        trackers.close();
        call(() -> agent.stop(isKeepingAddresses));
    }

    private void call(final Runnable task)
    {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        agent.execute(() ->
        {
            try
            {
                task.run();
                done.complete(null);
            }
            catch (final RuntimeException ex)
            {
                done.completeExceptionally(ex);
            }
        });
        done.join();
    }

    private void run()
    {
        while (isRunning)
        {
            try
            {
                agent.await(agent.doWork());
            }
            catch (final RuntimeException ex)
            {
                onError(ex);
            }
        }
    }

    /** One router's trouble may not end the others; what goes wrong each time is told once. */
    private void onError(final RuntimeException ex)
    {
        if (!ex.toString().equals(lastError))
        {
            lastError = ex.toString();
            log.accept("VRRP goes on after an error: " + lastError + " at " +
                Arrays.stream(ex.getStackTrace()).limit(STACK_DEPTH).map(Object::toString)
                    .collect(Collectors.joining(", ")));
        }
        LockSupport.parkNanos(ERROR_PAUSE_NS);
    }

    /**
     * Ordinary threads wait for each other for tens of milliseconds on a busy machine, whatever their niceness: Linux
     * shares the processor by sessions first. So the thread runs before ordinary ones, unless a niceness is asked for.
     */
    private void schedule(final VrrpGlobals globals)
    {
        VmThreads.prefer(OTHERS_NICENESS);
        if (globals.realTimePriority().isEmpty() && globals.niceness().isPresent())
        {
            ThreadNiceness.set(globals.niceness().getAsInt());
            return;
        }
        final int priority = globals.realTimePriority().orElse(REAL_TIME_PRIORITY);
        ThreadScheduling.roundRobin(priority).or(() -> VmThreads.scheduleBelow(priority)).ifPresent((reason) ->
        {
            log.accept("VRRP runs without real-time priority, its adverts may be late on a busy machine: " + reason);
            ThreadNiceness.set(LOWEST_NICENESS);
        });
    }

    @Override
    public void close()
    {
        trackers.close();
        agent.execute(() -> isRunning = false);
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        CloseHelper.closeAll(agent, guard, notifier);
    }
}
