/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.WorkerCounterDescriptor;
import io.jlvs.dataplane.packet.Verdict;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Counters of one worker in {@code cnc.dat}: one for each verdict, and what happens beside packets. Written by the
 * worker alone.
 */
final class WorkerCounters
{
    private static final int FIRST_ANSWER = Verdict.ANSWER_PORT_UNREACHABLE.ordinal();

    private final AtomicCounter[] verdicts;
    private final AtomicCounter framesReceived;
    private final AtomicCounter answersSent;
    private final AtomicCounter flowInserts;
    private final AtomicCounter flowRemovals;
    private final AtomicCounter flowTableFull;
    private final AtomicCounter notRecorded;
    private final AtomicCounter receiveDrops;
    private final AtomicCounter cycles;
    private final MaximumCounter cycle;

    WorkerCounters(final DirectorCounters counters, final int worker)
    {
        verdicts = counters.verdicts(worker);
        framesReceived = counters.worker(worker, WorkerCounterDescriptor.FRAMES_RECEIVED);
        answersSent = counters.worker(worker, WorkerCounterDescriptor.ANSWERS_SENT);
        flowInserts = counters.worker(worker, WorkerCounterDescriptor.FLOW_INSERTS);
        flowRemovals = counters.worker(worker, WorkerCounterDescriptor.FLOW_REMOVALS);
        flowTableFull = counters.worker(worker, WorkerCounterDescriptor.FLOW_TABLE_FULL);
        notRecorded = counters.worker(worker, WorkerCounterDescriptor.CONNECTIONS_NOT_RECORDED);
        receiveDrops = counters.worker(worker, WorkerCounterDescriptor.RECEIVE_DROPS);
        cycles = counters.worker(worker, WorkerCounterDescriptor.CYCLES);
        cycle = new MaximumCounter(counters.worker(worker, WorkerCounterDescriptor.CYCLE_MAX_NS));
    }

    /**
     * Labels of the verdicts, in their order.
     *
     * @return one for each verdict.
     */
    static String[] verdictLabels()
    {
        final String[] labels = new String[Verdict.count()];
        for (int i = 0; i < labels.length; i++)
        {
            labels[i] = Verdict.get(i).label();
        }

        return labels;
    }

    /**
     * Duty cycles of all workers, for whoever watches them.
     *
     * @param counters of the director.
     * @param workers  number of workers.
     * @return counters by index of the worker.
     */
    static AtomicCounter[] cycles(final DirectorCounters counters, final int workers)
    {
        final AtomicCounter[] cycles = new AtomicCounter[workers];
        for (int i = 0; i < workers; i++)
        {
            cycles[i] = counters.worker(i, WorkerCounterDescriptor.CYCLES);
        }

        return cycles;
    }

    void onVerdict(final Verdict verdict)
    {
        final int ordinal = verdict.ordinal();
        verdicts[ordinal].incrementRelease();
        if (ordinal >= FIRST_ANSWER)
        {
            answersSent.incrementRelease();
        }
    }

    void onCycle(final int frames, final long durationNs)
    {
        framesReceived.getAndAddRelease(frames);
        cycles.incrementRelease();
        cycle.propose(durationNs);
    }

    void flowInserted()
    {
        flowInserts.incrementRelease();
    }

    void flowRemoved()
    {
        flowRemovals.incrementRelease();
    }

    void flowTableFull()
    {
        flowTableFull.incrementRelease();
    }

    AtomicCounter notRecorded()
    {
        return notRecorded;
    }

    void receiveDrops(final long total)
    {
        receiveDrops.setRelease(total);
    }
}
