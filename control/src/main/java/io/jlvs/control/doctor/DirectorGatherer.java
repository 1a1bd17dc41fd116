/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.DirectorClient;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ErrorRow;
import io.jlvs.dataplane.cnc.ServiceRow;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads what the director of a directory shows of itself, and asks for its services.
 */
final class DirectorGatherer
{
    private static final long RECENT_MS = TimeUnit.MINUTES.toMillis(10);
    private static final long ANSWER_TIMEOUT_MS = 2_000;

    private DirectorGatherer()
    {
    }

    /**
     * Counters, errors and heartbeat. Does not ask the director, so that one that hangs is seen too.
     *
     * @param directory of the director.
     * @return facts; of an absent director why it is absent.
     */
    static DirectorFacts facts(final Path directory)
    {
        try (CncFile cncFile = CncFile.map(directory))
        {
            final long sinceMs = System.currentTimeMillis() - RECENT_MS;
            return new DirectorFacts(
                directory.toString(),
                "",
                cncFile.heartbeatAgeMs(CncFile.monotonicMs()),
                cncFile.forwarding().health(),
                DirectorCounters.read(cncFile),
                cncFile.errors().stream()
                    .filter((error) -> error.lastTimestampMs() >= sinceMs)
                    .map(ErrorRow::text)
                    .map((text) -> text.lines().findFirst().orElse(""))
                    .toList());
        }
        catch (final DirectorUnavailableException ex)
        {
            return DirectorFacts.absent(directory.toString(), ex.getMessage());
        }
    }

    /**
     * Services with their servers.
     *
     * @param directory of a running director.
     * @return empty if it does not answer.
     */
    static ExaminedConfiguration services(final Path directory)
    {
        try (DirectorClient client = DirectorClient.connect(directory, ANSWER_TIMEOUT_MS))
        {
            final List<ExaminedService> services = new ArrayList<>();
            final Set<InetAddress> addresses = new LinkedHashSet<>();
            for (final ServiceRow row : client.services())
            {
                if (row.available())
                {
                    services.add(new ExaminedService(row.key(), row.destinations().stream()
                        .filter((destination) -> destination.available())
                        .map((destination) -> new ExaminedService.Server(
                            destination.key().address(), destination.spec().forwardingCode()))
                        .toList()));
                    if (0 == row.key().firewallMark())
                    {
                        addresses.add(row.key().address());
                    }
                }
            }

            return new ExaminedConfiguration(services, List.of(), addresses);
        }
        catch (final DirectorUnavailableException ex)
        {
            // The facts of the director say that it hangs or is gone.
            return ExaminedConfiguration.NONE;
        }
    }
}
