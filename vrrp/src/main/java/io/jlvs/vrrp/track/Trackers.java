/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackFile;
import io.jlvs.vrrp.model.TrackProcess;
import io.jlvs.vrrp.model.TrackScript;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.script.ScriptRunner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Watches the scripts, files and processes that the instances of a configuration track; what nobody tracks is not
 * looked at. Links are watched by whoever reads them from the kernel, with {@link InterfaceTracker}.
 * <p>
 * Its methods are for one thread; changes are told and lines logged on any.
 */
public final class Trackers implements AutoCloseable
{
    /** Between two looks at files and known processes. */
    public static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ScriptRunner runner;
    private final Consumer<TrackedChange> changes;
    private final Consumer<String> log;
    /** One thread each, so that none waits for another, should one of them hang. */
    private final ScheduledThreadPoolExecutor scriptTicks = executor("jlvs-track-script");
    private final ScheduledThreadPoolExecutor fileLooks = executor("jlvs-track-file");
    private final ScheduledThreadPoolExecutor processLooks = executor("jlvs-track-process");
    private final List<ScheduledFuture<?>> looks = new ArrayList<>();
    private Map<String, ScriptTracker> scripts = new TreeMap<>();
    private boolean isReload;

    /**
     * Nothing is watched yet.
     *
     * @param runner  of the scripts, borrowed.
     * @param changes told of all news; must not block.
     * @param log     of lines, without a time.
     */
    public Trackers(final ScriptRunner runner, final Consumer<TrackedChange> changes, final Consumer<String> log)
    {
        this.runner = runner;
        this.changes = changes;
        this.log = log;
    }

    /**
     * Watch what a configuration asks for, and nothing else. Scripts that were watched before go on from their state.
     * When this returns, everything that can be known without running a script has been told.
     *
     * @param configuration to run.
     */
    public void configure(final VrrpConfiguration configuration)
    {
        stop();
        final List<TrackList> lists = configuration.instances().stream()
            .map((instance) -> TrackList.of(configuration, instance))
            .toList();
        beginScripts(only(configuration.scripts(), TrackScript::name, names(lists, TrackList::scripts)));
        beginFiles(only(configuration.files(), TrackFile::name, names(lists, TrackList::files)));
        beginProcesses(only(configuration.processes(), TrackProcess::name, names(lists, TrackList::processes)));
        isReload = true;
    }

    /**
     * Watch nothing any more. Does not wait; scripts that run end with their runner.
     */
    @Override
    public void close()
    {
        stop();
        List.of(scriptTicks, fileLooks, processLooks).forEach(ScheduledThreadPoolExecutor::shutdownNow);
    }

    private void stop()
    {
        looks.forEach((look) -> look.cancel(false));
        looks.clear();
        scripts.values().forEach(ScriptTracker::close);
    }

    private void beginScripts(final List<TrackScript> wanted)
    {
        final Map<String, ScriptTracker> before = scripts;
        scripts = new TreeMap<>();
        for (final TrackScript script : wanted)
        {
            final Optional<String> refusal = script.command().words().isEmpty() ?
                Optional.of("it has no command") :
                runner.refusal(script.command());
            if (refusal.isPresent())
            {
                log.accept("VRRP_Script(" + script.name() + ") is not tracked: " + refusal.get());
                changes.accept(new TrackedChange.OfScript(script.name(), Health.IGNORED));
            }
            else
            {
                begin(script, Optional.ofNullable(before.get(script.name())));
            }
        }
    }

    private void begin(final TrackScript script, final Optional<ScriptTracker> before)
    {
        final ScriptState state;
        if (before.isPresent())
        {
            final ScriptStep step = ScriptStateMachine.reload(before.get().state(), before.get().script(), script);
            step.log().forEach(log);
            state = step.state();
        }
        else
        {
            state = ScriptStateMachine.initial(script);
        }
        changes.accept(new TrackedChange.OfScript(script.name(), state.health()));
        final ScriptTracker tracker = new ScriptTracker(script, state, runner, changes, log);
        scripts.put(script.name(), tracker);
        tracker.start(scriptTicks);
    }

    private void beginFiles(final List<TrackFile> wanted)
    {
        final List<FileTracker> files =
            wanted.stream().map((file) -> new FileTracker(file, changes, log)).toList();
        files.forEach((file) -> file.initialise(isReload));
        files.forEach(FileTracker::begin);
        if (!files.isEmpty())
        {
            look(fileLooks, () -> files.forEach(FileTracker::doWork));
        }
    }

    private void beginProcesses(final List<TrackProcess> wanted)
    {
        if (!wanted.isEmpty())
        {
            final ProcessTracker processes = new ProcessTracker(wanted, changes, log, System.nanoTime());
            look(processLooks, () -> processes.doWork(System.nanoTime()));
        }
    }

    private void look(final ScheduledThreadPoolExecutor executor, final Runnable look)
    {
        final Runnable guarded =
            () ->
            {
                try
                {
                    look.run();
                }
                catch (final RuntimeException ex)
                {
                    log.accept("Looking at tracked things failed, trying again: " + ex);
                }
            };
        looks.add(executor.scheduleWithFixedDelay(guarded, LOOK_NS, LOOK_NS, TimeUnit.NANOSECONDS));
    }

    private static ScheduledThreadPoolExecutor executor(final String name)
    {
        final ScheduledThreadPoolExecutor result = new ScheduledThreadPoolExecutor(
            1,
            (task) ->
            {
                final Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            });
        result.setRemoveOnCancelPolicy(true);

        return result;
    }

    private static Set<String> names(final List<TrackList> lists, final Function<TrackList, List<Tracked>> kind)
    {
        return lists.stream().map(kind).flatMap(List::stream).map(Tracked::name).collect(Collectors.toSet());
    }

    private static <T> List<T> only(final List<T> all, final Function<T, String> name, final Set<String> names)
    {
        return all.stream().filter((one) -> names.contains(name.apply(one))).toList();
    }
}
