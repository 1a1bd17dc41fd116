/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.text.InetText;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The configured services in a text file, so that a director that was killed starts with them. One line each:
 * <pre>
 * jlvs-services 1
 * timeouts TCP TCPFIN UDP
 * service PROTOCOL ADDRESS PORT SCHEDULER FLAGS PERSISTENCE NETMASK
 * destination ADDRESS PORT FORWARDING WEIGHT
 * </pre>
 * A destination belongs to the service above it; destinations stand oldest first, the order in which they are added.
 * Written to a temporary file and renamed, so that a reader finds either the old or the new one.
 */
final class ServiceFile
{
    private static final String FIRST_LINE = "jlvs-services 1";

    private final Path file;

    ServiceFile(final Path file)
    {
        this.file = file;
    }

    void save(final ServiceRegistry registry, final TimeoutsRow timeouts) throws IOException
    {
        final Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.US_ASCII))
        {
            writer.write(FIRST_LINE + "\n");
            writer.write("timeouts " + timeouts.tcp() + ' ' + timeouts.tcpFin() + ' ' + timeouts.udp() + '\n');
            for (final RegisteredService service : registry.services())
            {
                writer.write(line(service.key, service.spec));
                final List<RegisteredDestination> destinations = service.destinations;
                for (int i = destinations.size() - 1; i >= 0; i--)
                {
                    writer.write(line(destinations.get(i)));
                }
            }
        }

        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Load what was saved into the registry.
     *
     * @param registry to fill.
     * @return the time-outs, or null if there is no file.
     * @throws IOException naming file, line and remedy if it cannot be understood.
     */
    TimeoutsRow load(final ServiceRegistry registry) throws IOException
    {
        if (!Files.exists(file))
        {
            return null;
        }

        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII))
        {
            final String first = reader.readLine();
            if (!FIRST_LINE.equals(first))
            {
                throw new IOException(
                    file + ": first line is '" + first + "', expected '" + FIRST_LINE + "': remove the file, or " +
                    "start the version of jlvs that wrote it");
            }

            TimeoutsRow timeouts = null;
            ServiceKey service = null;
            int lineNumber = 1;
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                lineNumber++;
                final String[] words = line.split(" ");
                try
                {
                    switch (words[0])
                    {
                        case "timeouts":
                            timeouts = new TimeoutsRow(number(words[1]), number(words[2]), number(words[3]));
                            break;

                        case "service":
                            service = new ServiceKey(
                                number(words[1]), InetAddress.getByName(words[2]), number(words[3]), 0);
                            registry.setService(service, new ServiceSpec(
                                words[4], number(words[5]), number(words[6]), number(words[7]), false, ""));
                            break;

                        case "destination":
                            registry.setDestination(
                                service,
                                new DestinationKey(InetAddress.getByName(words[1]), number(words[2])),
                                new DestinationSpec(number(words[3]), number(words[4]), 0, 0, 0, 0, 0));
                            break;

                        default:
                            throw new IllegalArgumentException("unknown word '" + words[0] + "'");
                    }
                }
                catch (final IllegalArgumentException | ArrayIndexOutOfBoundsException ex)
                {
                    throw new IOException(
                        file + ":" + lineNumber + ": cannot understand '" + line + "' (" + ex.getMessage() +
                        "): remove the file to start without services", ex);
                }
            }

            return timeouts;
        }
    }

    private static int number(final String word)
    {
        return Integer.parseInt(word);
    }

    private static String line(final ServiceKey key, final ServiceSpec spec)
    {
        return "service " + key.protocol() + ' ' + InetText.of(key.address()) + ' ' + key.port() + ' ' +
            spec.schedulerName() + ' ' + spec.schedulerFlags() + ' ' + spec.persistenceTimeoutSeconds() + ' ' +
            spec.netmask() + '\n';
    }

    private static String line(final RegisteredDestination destination)
    {
        return "destination " + InetText.of(destination.key.address()) + ' ' + destination.key.port() + ' ' +
            destination.spec.forwardingCode() + ' ' + destination.spec.weight() + '\n';
    }
}
