/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import io.jlvs.vrrp.model.ScriptCommand;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs scripts for the whole process: starts them in the order in which they are given, waits for none, and never makes
 * a caller wait.
 * <p>
 * Standard input is /dev/null, the working directory and the environment are those of this process. At most
 * {@link #RUNNING_LIMIT} scripts without a listener run at a time; further ones wait in order, and beyond
 * {@link #WAITING_LIMIT} are dropped with a line in the log. Scripts with a listener are not counted: who wants to know
 * the end does not start another before it.
 * <p>
 * Thread safe. Everything is done on one thread of its own, which also is the parent that the children are tied to
 * (PR_SET_PDEATHSIG): it lives as long as the runner.
 */
public final class ScriptRunner implements AutoCloseable
{
    /** Scripts without a listener that run at a time. */
    public static final int RUNNING_LIMIT = 64;
    /** Scripts without a listener that wait for others to end. */
    public static final int WAITING_LIMIT = 1_000;
    /** For scripts that run because this process stops. */
    public static final long STOP_LIMIT_NS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<String> log;
    private final ScriptSecurity security;
    private final Redirect output;
    private final ScriptUsers users;
    private final ScheduledThreadPoolExecutor executor;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Set<ScriptRun> untold = new LinkedHashSet<>();
    private final Set<ScriptRun> told = new LinkedHashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean isStopping;

    /**
     * Begin.
     *
     * @param log      any thread.
     * @param isSecure {@code enable_script_security}: root runs no script that others can change.
     * @param output   where the output of scripts without a listener goes; that of the others is discarded.
     * @param users    who runs scripts.
     */
    public ScriptRunner(
        final Consumer<String> log, final boolean isSecure, final Redirect output, final ScriptUsers users)
    {
        this.log = log;
        this.security = new ScriptSecurity(isSecure);
        this.output = output;
        this.users = users;
        this.executor = new ScheduledThreadPoolExecutor(
            1,
            (task) ->
            {
                final Thread thread = new Thread(task, "jlvs-scripts");
                thread.setDaemon(true);
                return thread;
            });
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Run a script for as long as it likes; a failure is logged.
     *
     * @param command to run; nothing happens if it has no words.
     */
    public void run(final ScriptCommand command)
    {
        run(command, 0);
    }

    /**
     * Run a script; a failure is logged.
     *
     * @param command to run; nothing happens if it has no words.
     * @param limitNs after which it is ended; 0 for never.
     */
    public void run(final ScriptCommand command, final long limitNs)
    {
        if (!command.words().isEmpty())
        {
            execute(() -> admit(new Task(command, limitNs)), command);
        }
    }

    /**
     * Run a script whose end somebody wants to know. Nothing of it is logged.
     *
     * @param command  to run.
     * @param limitNs  after which it is ended; 0 for never.
     * @param listener that is told.
     */
    public void run(final ScriptCommand command, final long limitNs, final ScriptListener listener)
    {
        execute(() -> start(command, Redirect.DISCARD, limitNs, listener, told), command);
    }

    /**
     * Why a script cannot be run at all, to say so at start-up.
     *
     * @param command to look at.
     * @return the reason; empty if it can.
     */
    public Optional<String> refusal(final ScriptCommand command)
    {
        final Optional<ScriptUser> user = users.resolve(command.user(), command.group());
        if (user.isEmpty())
        {
            return Optional.of("there is no user " + command.user().orElse("") +
                command.group().map((group) -> " or group " + group).orElse(""));
        }

        return security.refusal(command.words().get(0), user.get());
    }

    /**
     * End: scripts with a listener get SIGTERM, those with a limit up to {@link #STOP_LIMIT_NS} more; whichever of
     * these still runs then gets SIGKILL, every other one SIGTERM. Waits for that. Does nothing the second time.
     */
    @Override
    public void close()
    {
        if (executor.isShutdown())
        {
            return;
        }
        try
        {
            executor.submit(this::stop).get();
            stopped.await(STOP_LIMIT_NS, TimeUnit.NANOSECONDS);
            executor.submit(this::killRemaining).get();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        catch (final ExecutionException ex)
        {
            log.accept("Scripts could not be ended: " + ex.getCause());
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    private void stop()
    {
        isStopping = true;
        told.forEach(ScriptRun::terminate);
        tellIfDone();
    }

    private void killRemaining()
    {
        told.forEach(ScriptRun::kill);
        untold.stream().filter(ScriptRun::isLimited).forEach(ScriptRun::kill);
    }

    private void tellIfDone()
    {
        if (isStopping && told.isEmpty() && waiting.isEmpty() && untold.stream().noneMatch(ScriptRun::isLimited))
        {
            stopped.countDown();
        }
    }

    private void execute(final Runnable task, final ScriptCommand command)
    {
        try
        {
            executor.execute(task);
        }
        catch (final RejectedExecutionException ex)
        {
            log.accept(title(command) + " is not run: stopping");
        }
    }

    private void admit(final Task task)
    {
        if (untold.size() < RUNNING_LIMIT)
        {
            start(task);
        }
        else if (waiting.size() < WAITING_LIMIT)
        {
            waiting.add(task);
        }
        else
        {
            log.accept(title(task.command()) + " is not run: " + RUNNING_LIMIT + " scripts are running and " +
                WAITING_LIMIT + " wait for them");
        }
    }

    private void start(final Task task)
    {
        start(task.command(), output, task.limitNs(), new FailureLog(title(task.command()), log), untold);
    }

    private void start(
        final ScriptCommand command,
        final Redirect redirect,
        final long limitNs,
        final ScriptListener listener,
        final Set<ScriptRun> runs)
    {
        try
        {
            final Optional<String> refusal = refusal(command);
            if (refusal.isPresent())
            {
                onNotRun(listener, refusal.get());
                return;
            }
            final ScriptUser user = users.resolve(command.user(), command.group()).orElseThrow();
            final ScriptRun run = ScriptRun.start(
                ScriptWords.of(command.words(), user, users.own()), redirect, limitNs, listener, executor);
            runs.add(run);
            run.process().onExit().thenRunAsync(() -> onEnd(run, runs), executor);
        }
        catch (final IOException | RuntimeException ex)
        {
            onNotRun(listener, ex.getMessage());
        }
    }

    private static void onNotRun(final ScriptListener listener, final String reason)
    {
        listener.onResult(new ScriptResult.NotRun(reason));
        listener.onGone();
    }

    private void onEnd(final ScriptRun run, final Set<ScriptRun> runs)
    {
        runs.remove(run);
        run.onEnd();
        while (!waiting.isEmpty() && untold.size() < RUNNING_LIMIT)
        {
            start(waiting.remove());
        }
        tellIfDone();
    }

    private static String title(final ScriptCommand command)
    {
        return "Script '" + String.join(" ", command.words()) + "'";
    }

    private record Task(ScriptCommand command, long limitNs)
    {
    }

    private record FailureLog(String title, Consumer<String> log) implements ScriptListener
    {
        @Override
        public void onResult(final ScriptResult result)
        {
            if (result instanceof ScriptResult.NotRun notRun)
            {
                log.accept(title + " cannot be run: " + notRun.reason());
            }
            else if (result instanceof ScriptResult.TimedOut)
            {
                log.accept(title + " took too long and was ended");
            }
            else if (result instanceof ScriptResult.Killed killed)
            {
                log.accept(title + " ended by signal " + killed.signal());
            }
            else if (result instanceof ScriptResult.Exited exited && exited.status() != 0)
            {
                log.accept(title + " ended with status " + exited.status());
            }
        }

        @Override
        public void onGone()
        {
        }
    }
}
