/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DirectorCountersTest
{
    @TempDir
    Path directory;

    private CncFile cncFile;

    @BeforeEach
    void create()
    {
        cncFile = CncFile.create(directory);
    }

    @AfterEach
    void close()
    {
        cncFile.close();
    }

    @Test
    void shouldAddUpTheWorkersAndTakeTheMaximumOfMaxima()
    {
        final DirectorCounters counters = new DirectorCounters(cncFile, 2, "forward-dr", "drop-malformed");
        counters.system(SystemCounterDescriptor.COMMANDS).incrementRelease();
        counters.verdicts(0)[1].incrementRelease();
        counters.verdicts(1)[1].incrementRelease();
        counters.verdicts(1)[1].incrementRelease();
        counters.worker(0, WorkerCounterDescriptor.CYCLE_MAX_NS).proposeMaxRelease(70);
        counters.worker(1, WorkerCounterDescriptor.CYCLE_MAX_NS).proposeMaxRelease(50);

        final List<CounterRow> rows;
        try (CncFile client = CncFile.map(directory))
        {
            rows = DirectorCounters.read(client);
        }

        assertEquals(
            new CounterRow(SystemCounterDescriptor.COMMANDS.typeId(), "commands", 1, List.of()), row(rows, "commands"));
        assertEquals(
            new CounterRow(DirectorCounters.VERDICT_TYPE_ID, "drop-malformed", 3, List.of(1L, 2L)),
            row(rows, "drop-malformed"));
        assertEquals(
            new CounterRow(DirectorCounters.VERDICT_TYPE_ID, "forward-dr", 0, List.of(0L, 0L)),
            row(rows, "forward-dr"));
        assertEquals(
            new CounterRow(
                WorkerCounterDescriptor.CYCLE_MAX_NS.typeId(), "worker-cycle-max-ns", 70, List.of(70L, 50L)),
            row(rows, "worker-cycle-max-ns"));
        assertEquals(
            SystemCounterDescriptor.values().length + WorkerCounterDescriptor.values().length + 2, rows.size());
    }

    @Test
    void shouldHaveRoomForSixtyFourWorkers()
    {
        final String[] labels = new String[50];
        for (int i = 0; i < labels.length; i++)
        {
            labels[i] = "verdict-" + i;
        }

        assertEquals(64, row(rowsOf(new DirectorCounters(cncFile, 64, labels)), "verdict-49").byWorker().size());
        assertThrows(IllegalStateException.class, () -> new DirectorCounters(cncFile, 1_000, labels));
    }

    private List<CounterRow> rowsOf(final DirectorCounters counters)
    {
        counters.verdicts(63)[49].incrementRelease();
        return DirectorCounters.read(cncFile);
    }

    private static CounterRow row(final List<CounterRow> rows, final String label)
    {
        return rows.stream().filter(row -> row.label().equals(label)).findFirst().orElseThrow();
    }
}
