/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * The counters of a director in its {@code cnc.dat}: each worker has its own of all that workers count, so that every
 * counter on the hot path has a single writer ({@code incrementRelease}, no locked instruction); readers add them up.
 * <p>
 * Made once, on the thread that starts the director. The key of a counter is the index of its worker, or -1.
 */
public final class DirectorCounters
{
    /** Type of the counters of verdicts; their labels tell them apart. */
    public static final int VERDICT_TYPE_ID = 1_000;
    /** Type of the counters of an offload; their labels tell them apart. */
    public static final int OFFLOAD_TYPE_ID = 1_100;

    private static final int NO_WORKER = -1;
    private static final int KEY_WORKER_OFFSET = 0;
    private static final String MAXIMUM_SUFFIX = "-max-ns";

    private final AtomicCounter[] systemCounters;
    private final AtomicCounter[][] workerCounters;
    private final AtomicCounter[][] verdictCounters;
    private final CountersManager manager;

    /**
     * Allocate all counters.
     *
     * @param cncFile       of a director that is starting.
     * @param workerCount   number of workers.
     * @param verdictLabels name of each verdict, by ordinal.
     */
    public DirectorCounters(final CncFile cncFile, final int workerCount, final String... verdictLabels)
    {
        this(
            new CountersManager(cncFile.countersMetadataBuffer(), cncFile.countersValuesBuffer()),
            workerCount,
            verdictLabels);
    }

    /**
     * Allocate all counters where nobody else sees them: for a dry run.
     *
     * @param workerCount   number of workers.
     * @param verdictLabels name of each verdict, by ordinal.
     */
    public DirectorCounters(final int workerCount, final String... verdictLabels)
    {
        this(
            new CountersManager(
                new UnsafeBuffer(new byte[CncFileDescriptor.COUNTERS_METADATA_LENGTH]),
                new UnsafeBuffer(ByteBuffer.allocateDirect(CncFileDescriptor.COUNTERS_VALUES_LENGTH))),
            workerCount,
            verdictLabels);
    }

    private DirectorCounters(
        final CountersManager counters, final int workerCount, final String... verdictLabels)
    {
        manager = counters;
        final SystemCounterDescriptor[] systemDescriptors = SystemCounterDescriptor.values();
        final WorkerCounterDescriptor[] workerDescriptors = WorkerCounterDescriptor.values();

        systemCounters = new AtomicCounter[systemDescriptors.length];
        for (final SystemCounterDescriptor descriptor : systemDescriptors)
        {
            systemCounters[descriptor.ordinal()] =
                allocate(counters, descriptor.label(), descriptor.typeId(), NO_WORKER);
        }

        workerCounters = new AtomicCounter[workerCount][workerDescriptors.length];
        verdictCounters = new AtomicCounter[workerCount][verdictLabels.length];
        for (int worker = 0; worker < workerCount; worker++)
        {
            for (final WorkerCounterDescriptor descriptor : workerDescriptors)
            {
                workerCounters[worker][descriptor.ordinal()] =
                    allocate(counters, descriptor.label(), descriptor.typeId(), worker);
            }

            for (int verdict = 0; verdict < verdictLabels.length; verdict++)
            {
                verdictCounters[worker][verdict] =
                    allocate(counters, verdictLabels[verdict], VERDICT_TYPE_ID, worker);
            }
        }
    }

    private static AtomicCounter allocate(
        final CountersManager counters, final String label, final int typeId, final int worker)
    {
        return counters.newCounter(label, typeId, key -> key.putInt(KEY_WORKER_OFFSET, worker, LITTLE_ENDIAN));
    }

    /**
     * Counters of an offload.
     *
     * @param labels name of each.
     * @return counters by index of their names, written by the conductor alone.
     */
    public AtomicCounter[] offload(final String... labels)
    {
        final AtomicCounter[] offloadCounters = new AtomicCounter[labels.length];
        for (int i = 0; i < labels.length; i++)
        {
            offloadCounters[i] = allocate(manager, labels[i], OFFLOAD_TYPE_ID, NO_WORKER);
        }

        return offloadCounters;
    }

    /**
     * A counter that the director has once.
     *
     * @param descriptor which.
     * @return the counter; its descriptor names the thread that writes it.
     */
    public AtomicCounter system(final SystemCounterDescriptor descriptor)
    {
        return systemCounters[descriptor.ordinal()];
    }

    /**
     * A counter of a worker.
     *
     * @param worker     index of the worker.
     * @param descriptor which.
     * @return the counter, written by that worker alone.
     */
    public AtomicCounter worker(final int worker, final WorkerCounterDescriptor descriptor)
    {
        return workerCounters[worker][descriptor.ordinal()];
    }

    /**
     * The counters of a worker's verdicts.
     *
     * @param worker index of the worker.
     * @return counters by ordinal of the verdict, written by that worker alone.
     */
    public AtomicCounter[] verdicts(final int worker)
    {
        return verdictCounters[worker];
    }

    /**
     * Read all counters of a director. Any process.
     *
     * @param cncFile of the director.
     * @return counters in the order in which they were made, the same counter of all workers as one row.
     */
    public static List<CounterRow> read(final CncFile cncFile)
    {
        final CountersReader reader =
            new CountersReader(cncFile.countersMetadataBuffer(), cncFile.countersValuesBuffer());
        final Map<String, List<Long>> valuesByLabel = new LinkedHashMap<>();
        final Map<String, CounterRow> rowsByLabel = new LinkedHashMap<>();

        reader.forEach((counterId, typeId, key, label) ->
        {
            final long value = reader.getCounterValue(counterId);
            final List<Long> byWorker = valuesByLabel.computeIfAbsent(typeId + label, ignore -> new ArrayList<>());
            if (NO_WORKER != key.getInt(KEY_WORKER_OFFSET, LITTLE_ENDIAN))
            {
                byWorker.add(value);
            }

            rowsByLabel.merge(
                typeId + label, new CounterRow(typeId, label, value, byWorker), DirectorCounters::combine);
        });

        return List.copyOf(rowsByLabel.values());
    }

    private static CounterRow combine(final CounterRow left, final CounterRow right)
    {
        final long value = left.label().endsWith(MAXIMUM_SUFFIX) ?
            Math.max(left.value(), right.value()) : left.value() + right.value();

        return new CounterRow(left.typeId(), left.label(), value, right.byWorker());
    }
}
