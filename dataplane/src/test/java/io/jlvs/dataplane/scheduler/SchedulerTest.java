/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import com.sun.management.ThreadMXBean;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.table.Service;
import io.jlvs.dataplane.table.TrafficCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SchedulerTest
{
    @Test
    void shouldKnowTheSchedulersByTheNamesOfIpvsadm()
    {
        assertEquals(List.of("lc", "rr", "wlc", "wrr"), SchedulerRegistry.names());
        assertTrue(SchedulerRegistry.find("mh").isEmpty());
        assertTrue(SchedulerRegistry.find("").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "wrr", "lc", "wlc"})
    void shouldFindNothingInAnEmptyService(final String name)
    {
        final ServiceModel model = new ServiceModel(name, false);

        assertEquals("--", model.scheduleMany(2));

        model.add(1, 1);
        assertEquals("11", model.scheduleMany(2));

        model.delete(1);
        assertEquals("--", model.scheduleMany(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "wrr", "lc", "wlc"})
    void shouldEndWhenAllWeightsFallToZeroBeforeItIsTold(final String name)
    {
        final ServiceModel model = new ServiceModel(name, false);
        model.add(1, 7);
        model.add(2, 3);
        model.scheduleMany(3);

        model.setWeightUnpublished(1, 0);
        model.setWeightUnpublished(2, 0);

        assertEquals("---", model.scheduleMany(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "wrr", "lc", "wlc"})
    void shouldAllocateNothing(final String name)
    {
        final ServiceModel model = new ServiceModel(name, false);
        for (int server = 1; server <= 5; server++)
        {
            model.add(server, server);
        }
        final Scheduler scheduler = model.scheduler();
        final Service service = model.service();
        final PacketContext packet = new PacketContext();
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final int count = 100_000;

        long leastBytes = Long.MAX_VALUE;
        long chosen = 0;
        // The first rounds may count what the JVM itself allocates while it compiles.
        for (int round = 0; round < 5; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < count; i++)
            {
                chosen += scheduler.schedule(service, packet).id();
            }
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertTrue(chosen > 0);
        assertTrue(leastBytes < count, leastBytes + " bytes in " + count + " calls");
    }

    @Test
    void shouldGoOnBehindThePredecessorWhenSeveralWereDeletedAtOnce()
    {
        final ServiceModel model = new ServiceModel("rr", true);
        for (int server = 1; server <= 6; server++)
        {
            model.add(server, 1);
        }
        assertEquals("6543", model.scheduleMany(4));

        model.delete(3);
        model.delete(4);
        model.add(7, 1);

        assertEquals("217652", model.scheduleMany(6));
    }

    @Test
    void shouldBeginAtTheHeadWhenAllBeforeTheLastUsedWereDeleted()
    {
        final ServiceModel model = new ServiceModel("rr", true);
        for (int server = 1; server <= 4; server++)
        {
            model.add(server, 1);
        }
        assertEquals("43", model.scheduleMany(2));

        model.delete(3);
        model.delete(4);

        assertEquals("212", model.scheduleMany(3));
    }

    @Test
    void shouldCompareLoadsThatDoNotFitIntoAnInt()
    {
        final ServiceModel model = new ServiceModel("wlc", false);
        model.add(1, Integer.MAX_VALUE);
        model.add(2, Integer.MAX_VALUE);
        for (int i = 0; i < 1_000; i++)
        {
            model.count(1, TrafficCounters.ACTIVE);
            model.count(2, TrafficCounters.ACTIVE);
        }
        model.count(2, TrafficCounters.INACTIVE);

        assertEquals("1", model.scheduleMany(1));
    }
}
