/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackProcess;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts the processes of every {@code vrrp_track_process}. Known ones are looked at in each turn, so that their end is
 * seen within {@link Trackers#LOOK_NS}; all of /proc is looked at every {@link #SCAN_NS}, and at once when a known one
 * has ended, so that its successor is seen with it. Single-threaded.
 */
final class ProcessTracker
{
    /** A new process is seen after so long at the latest. */
    static final long SCAN_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final List<ProcessQuorum> quorums;
    private final boolean isWithWords;
    private final Consumer<TrackedChange> changes;
    private final Consumer<String> log;
    private Map<Long, ProcessFacts> known = Map.of();
    private long nextScanNs;

    /**
     * Look for the first time, and tell of every one.
     *
     * @param tracked settings.
     * @param changes told of quorums.
     * @param log     of lines.
     * @param nowNs   time.
     */
    ProcessTracker(
        final List<TrackProcess> tracked,
        final Consumer<TrackedChange> changes,
        final Consumer<String> log,
        final long nowNs)
    {
        this.isWithWords = tracked.stream().anyMatch(ProcessMatcher::isByCommandLine);
        this.changes = changes;
        this.log = log;
        final List<ProcessFacts> running = scan(tracked, nowNs);
        this.quorums = tracked.stream().map((one) -> new ProcessQuorum(one, count(one, running))).toList();
        quorums.forEach(this::tell);
    }

    /**
     * Look.
     *
     * @param nowNs time.
     */
    void doWork(final long nowNs)
    {
        if (nowNs - nextScanNs < 0 && known.values().stream().allMatch(ProcessTracker::isSame))
        {
            quorums.forEach((quorum) -> onCount(quorum, quorum.count(), nowNs));
            return;
        }
        final List<ProcessFacts> running = scan(quorums.stream().map(ProcessQuorum::tracked).toList(), nowNs);
        quorums.forEach((quorum) -> onCount(quorum, count(quorum.tracked(), running), nowNs));
    }

    private void onCount(final ProcessQuorum quorum, final int count, final long nowNs)
    {
        if (quorum.onCount(count, nowNs))
        {
            log.accept("Quorum " + (quorum.health() == Health.UP ? "gained" : "lost") + " for tracked process " +
                quorum.tracked().name());
            tell(quorum);
        }
    }

    private void tell(final ProcessQuorum quorum)
    {
        changes.accept(new TrackedChange.OfProcess(quorum.tracked().name(), quorum.health()));
    }

    private List<ProcessFacts> scan(final List<TrackProcess> tracked, final long nowNs)
    {
        nextScanNs = nowNs + SCAN_NS;
        final List<ProcessFacts> running = ProcessTable.all(isWithWords);
        final Map<Long, ProcessFacts> found = new HashMap<>();
        for (final ProcessFacts process : running)
        {
            if (tracked.stream().anyMatch((one) -> ProcessMatcher.isMatch(one, process)))
            {
                found.put(process.id(), process);
            }
        }
        known = found;

        return running;
    }

    private static int count(final TrackProcess tracked, final List<ProcessFacts> running)
    {
        return (int)running.stream().filter((process) -> ProcessMatcher.isMatch(tracked, process)).count();
    }

    private static boolean isSame(final ProcessFacts process)
    {
        return ProcessTable.process(process.id(), false)
            .filter((now) -> now.startTicks() == process.startTicks() && now.name().equals(process.name()))
            .isPresent();
    }
}
