/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.DirectorClient;
import io.jlvs.dataplane.cnc.ErrorRow;
import io.jlvs.dataplane.cnc.LeaseRow;
import io.jlvs.dataplane.cnc.LeasedAddress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Statistics of a director as text for people and as JSON for programs.
 */
final class StatisticsFormatter
{
    private StatisticsFormatter()
    {
    }

    static String text(final DirectorStatistics statistics)
    {
        final StringBuilder text = new StringBuilder();
        text.append(format(
            "director in %s: pid %d, up %s, heartbeat %d ms ago%s%n",
            statistics.directory(),
            statistics.pid(),
            uptime(Duration.ofMillis(statistics.uptimeMs())),
            statistics.heartbeatAgeMs(),
            statistics.heartbeatAgeMs() > DirectorClient.HEARTBEAT_TIMEOUT_MS ? ": NOT RESPONDING" : ""));

        text.append(format(
            "%s%n",
            statistics.forwarding().isForwarding() ?
                "forwarding" : "NOT FORWARDING: " + statistics.forwarding().text()));
        statistics.leases().forEach(lease -> text.append(format(
            "address lease of %s (pid %d), %d ms, %s: %s%n",
            lease.holder(),
            lease.pid(),
            TimeUnit.NANOSECONDS.toMillis(lease.leaseNs()),
            lease.state(),
            lease.addresses().stream().map(LeasedAddress::toString).collect(Collectors.joining(", ")))));

        text.append(format("%n%-32s %20s%s%n", "counter", "value", workerHeader(statistics.counters())));
        statistics.counters().forEach(counter ->
            text.append(format("%-32s %20d%s%n", counter.label(), counter.value(), workerColumns(counter))));

        text.append(format("%ndistinct errors: %d%n", statistics.errors().size()));
        statistics.errors().forEach(error -> text.append(format(
            "%d time%s, first %s, last %s: %s%n",
            error.count(),
            1 == error.count() ? "" : "s",
            Instant.ofEpochMilli(error.firstTimestampMs()),
            Instant.ofEpochMilli(error.lastTimestampMs()),
            error.text().lines().findFirst().orElse(""))));

        return text.toString();
    }

    static String json(final DirectorStatistics statistics)
    {
        // A number in JSON is exact up to 2^53, an instance id is not.
        return format(
            "{\"directory\":%s,\"pid\":%d,\"instanceId\":\"%d\",\"startTimestampMs\":%d,\"uptimeMs\":%d," +
            "\"heartbeatAgeMs\":%d,\"forwarding\":%s,\"forwardingText\":%s,\"leases\":[%s],\"counters\":[%s]," +
            "\"errors\":[%s]}%n",
            JsonText.quote(statistics.directory()),
            statistics.pid(),
            statistics.instanceId(),
            statistics.startTimestampMs(),
            statistics.uptimeMs(),
            statistics.heartbeatAgeMs(),
            JsonText.quote(statistics.forwarding().state().name()),
            JsonText.quote(statistics.forwarding().text()),
            statistics.leases().stream().map(StatisticsFormatter::json).collect(Collectors.joining(",")),
            statistics.counters().stream().map(StatisticsFormatter::json).collect(Collectors.joining(",")),
            statistics.errors().stream().map(StatisticsFormatter::json).collect(Collectors.joining(",")));
    }

    private static String json(final LeaseRow lease)
    {
        return format(
            "{\"holder\":%s,\"pid\":%d,\"leaseMs\":%d,\"state\":%s,\"addresses\":[%s]}",
            JsonText.quote(lease.holder()),
            lease.pid(),
            TimeUnit.NANOSECONDS.toMillis(lease.leaseNs()),
            JsonText.quote(lease.state().name()),
            lease.addresses().stream().map(LeasedAddress::toString).map(JsonText::quote)
                .collect(Collectors.joining(",")));
    }

    private static String json(final CounterRow counter)
    {
        return format(
            "{\"label\":%s,\"typeId\":%d,\"value\":%d,\"workers\":[%s]}",
            JsonText.quote(counter.label()),
            counter.typeId(),
            counter.value(),
            counter.byWorker().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static String json(final ErrorRow error)
    {
        return format(
            "{\"count\":%d,\"firstTimestampMs\":%d,\"lastTimestampMs\":%d,\"text\":%s}",
            error.count(),
            error.firstTimestampMs(),
            error.lastTimestampMs(),
            JsonText.quote(error.text()));
    }

    private static String format(final String format, final Object... arguments)
    {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static String uptime(final Duration uptime)
    {
        final String time = format(
            "%d:%02d:%02d", uptime.toHoursPart(), uptime.toMinutesPart(), uptime.toSecondsPart());
        return uptime.toDays() > 0 ? uptime.toDays() + " d " + time : time;
    }

    private static String workerHeader(final List<CounterRow> counters)
    {
        final int workerCount = counters.stream().mapToInt(counter -> counter.byWorker().size()).max().orElse(0);
        final StringBuilder header = new StringBuilder();
        for (int worker = 0; workerCount > 1 && worker < workerCount; worker++)
        {
            header.append(format(" %20s", "worker " + worker));
        }

        return header.toString();
    }

    private static String workerColumns(final CounterRow counter)
    {
        return counter.byWorker().size() < 2 ? "" : counter.byWorker().stream()
            .map(value -> format(" %20d", value))
            .collect(Collectors.joining());
    }
}
