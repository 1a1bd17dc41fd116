/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens to the addresses of a host, and when: {@code ip monitor address}, so that the times are those of the
 * kernel's messages and not of somebody who asks now and then.
 */
public final class AddressMonitor implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern LINE = Pattern.compile(
        "^\\[(\\S+)] (Deleted )?\\d+: (\\S+) +inet6? ([0-9a-f.:]+)/\\d+.*");

    private final Host host;
    private final RunningProcess process;

    /**
     * A change.
     *
     * @param time          of the message.
     * @param isAdded       false when it was removed.
     * @param interfaceName that has it.
     * @param address       without prefix length.
     */
    public record Change(Instant time, boolean isAdded, String interfaceName, String address)
    {
    }

    private AddressMonitor(final Host host, final RunningProcess process)
    {
        this.host = host;
        this.process = process;
    }

    /**
     * Begin to watch.
     *
     * @param host to watch.
     * @return a monitor that misses nothing from now on.
     */
    public static AddressMonitor start(final Host host)
    {
        final RunningProcess process = host.start(
            "addresses-" + host.name(), "stdbuf", "-oL", "ip", "-ts", "-o", "monitor", "address");
        final AddressMonitor monitor = new AddressMonitor(host, process);
        // It says nothing when it is ready: make changes until it has seen one.
        final String probe = "192.0.2.1";
        Await.await(
            () ->
            {
                host.exec("ip", "addr", "add", probe + "/32", "dev", "lo");
                host.exec("ip", "addr", "del", probe + "/32", "dev", "lo");
                return monitor.changes(probe).size() > 1;
            },
            LIMIT,
            () -> "ip monitor sees addresses: " + process);
        return monitor;
    }

    /**
     * Changes of one address so far.
     *
     * @param address without prefix length.
     * @return in the order of time.
     */
    public List<Change> changes(final String address)
    {
        final List<Change> changes = new ArrayList<>();
        for (final String line : process.out().lines().toList())
        {
            final Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && matcher.group(4).equals(address))
            {
                final Instant time = LocalDateTime.parse(matcher.group(1)).atZone(ZoneId.systemDefault()).toInstant();
                changes.add(new Change(time, null == matcher.group(2), matcher.group(3), address));
            }
        }
        return changes;
    }

    /**
     * Whether the host has an address, by what was seen.
     *
     * @param address without prefix length.
     * @return true after it was added.
     */
    public boolean holds(final String address)
    {
        return last(address).map(Change::isAdded).orElse(false);
    }

    /**
     * The last change of an address.
     *
     * @param address without prefix length.
     * @return change, if there was one.
     */
    public Optional<Change> last(final String address)
    {
        final List<Change> changes = changes(address);
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(changes.size() - 1));
    }

    /**
     * Wait until the host has an address.
     *
     * @param address without prefix length.
     * @param limit   of the wait.
     * @return when it was added.
     */
    public Instant awaitAdded(final String address, final Duration limit)
    {
        return await(address, true, limit);
    }

    /**
     * Wait until the host has an address no more.
     *
     * @param address without prefix length.
     * @param limit   of the wait.
     * @return when it was removed.
     */
    public Instant awaitRemoved(final String address, final Duration limit)
    {
        return await(address, false, limit);
    }

    private Instant await(final String address, final boolean isAdded, final Duration limit)
    {
        Await.await(
            () -> last(address).filter((change) -> change.isAdded() == isAdded).isPresent(),
            limit,
            () -> address + (isAdded ? " is added on " : " is removed from ") + host.name() + ": " + process.out());
        return last(address).orElseThrow().time();
    }

    @Override
    public void close()
    {
        process.close();
    }
}
