/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.ipvsadm.SimulatedDirector;
import io.jlvs.dataplane.engine.Simulation;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.packet.PacketContext;
import io.jlvs.dataplane.packet.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code jlvs simulate}: a capture in, a verdict for each packet and a capture out. Touches nothing of the host and
 * needs no privileges.
 */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Tell for each packet of a capture what the director would do with it.")
public final class SimulateCommand implements Callable<Integer>
{
    private static final long DEFAULT_MAC = 0x0200_0000_0001L;
    /** pcap4j tells much about itself; the reference keeps the level set. */
    private static final Logger PCAP4J = Logger.getLogger("org.pcap4j");
    private static final long NS_PER_SECOND = 1_000_000_000L;

    @Option(names = "--rules", required = true, paramLabel = "FILE",
        description = "Services and servers, as 'ipvsadm -S -n' prints them.")
    private Path rules;

    @Option(names = "--read", required = true, paramLabel = "FILE",
        description = "Capture (pcap or pcapng, Ethernet) of what arrives at the director.")
    private Path read;

    @Option(names = "--write", paramLabel = "FILE", description = "Capture of what leaves.")
    private Path write;

    @Option(names = "--mac", paramLabel = "MAC", converter = MacConverter.class,
        description = "Hardware address of the director; frames to others are passed over (default: all frames are " +
        "for the director, which sends from 02:00:00:00:00:01).")
    private Long mac;

    @Option(names = "--neighbour", paramLabel = "ADDRESS=MAC", converter = {AddressConverter.class, MacConverter.class},
        description = "Hardware address of a server; may be repeated (default: 02:00 and ADDRESS' last four bytes).")
    private Map<InetAddress, Long> neighbours = new LinkedHashMap<>();

    @Option(names = "--mtu", paramLabel = "BYTES", defaultValue = "1500",
        description = "MTU towards the servers (default: ${DEFAULT-VALUE}).")
    private int mtu;

    @Option(names = "--source", paramLabel = "ADDRESS", converter = AddressConverter.class, defaultValue = "0.0.0.0",
        description = "Outer source address of IPv4 tunnels.")
    private InetAddress source;

    @Option(names = "--source6", paramLabel = "ADDRESS", converter = AddressConverter.class, defaultValue = "::",
        description = "Outer source address of IPv6 tunnels.")
    private InetAddress source6;

    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    private final PrintStream out = System.out;
    private long firstNs = Long.MIN_VALUE;

    /**
     * Run the capture through.
     *
     * @return 0 when all was read, 1 if a file cannot be used, 2 for wrong rules or arguments.
     */
    @Override
    public Integer call()
    {
        PCAP4J.setLevel(Level.WARNING);
        final Simulation simulation =
            new Simulation(new Simulation.Network(
                null == mac ? DEFAULT_MAC : mac, null != mac, neighbours, mtu, source, source6));
        try (InputStream input = new BufferedInputStream(Files.newInputStream(rules)))
        {
            if (0 != SimulatedDirector.load(input, simulation, System.err))
            {
                System.err.println("jlvs simulate: " + rules + " is not what 'ipvsadm -S -n' prints");
                return ExitCode.USAGE;
            }
        }
        catch (final IOException ex)
        {
            System.err.println("jlvs simulate: cannot read rules " + rules + ": " + ex.getMessage());
            return ExitCode.SOFTWARE;
        }

        try
        {
            final long packets = simulation.run(read, write, this::onPacket);
            out.println(packets + " packets");
            counts.forEach((verdict, count) -> out.println("  " + verdict.label() + ' ' + count));
        }
        catch (final UncheckedIOException | IllegalArgumentException ex)
        {
            System.err.println("jlvs simulate: " + ex.getMessage());
            return ExitCode.SOFTWARE;
        }

        return ExitCode.OK;
    }

    private void onPacket(
        final long number, final long timestampNs, final PacketContext packet, final Verdict verdict)
    {
        if (Long.MIN_VALUE == firstNs)
        {
            firstNs = timestampNs;
        }

        counts.merge(verdict, 1L, Long::sum);
        final long sinceNs = timestampNs - firstNs;
        out.printf(
            "%d %d.%06d %s %s%n",
            number,
            sinceNs / NS_PER_SECOND,
            sinceNs % NS_PER_SECOND / 1_000,
            flow(packet),
            verdict.label());
    }

    private static String flow(final PacketContext packet)
    {
        switch (packet.kind)
        {
            case PacketContext.TRANSPORT:
                return IpProtocol.name(packet.protocol) + ' ' +
                    endpoint(packet.ipv6, packet.sourceHigh, packet.sourceLow, packet.sourcePort) + " > " +
                    endpoint(packet.ipv6, packet.destinationHigh, packet.destinationLow, packet.destinationPort);

            case PacketContext.MALFORMED:
            case PacketContext.NOT_IP:
                return "-";

            default:
                return "IP " + Addresses.text(packet.ipv6, packet.sourceHigh, packet.sourceLow) + " > " +
                    Addresses.text(packet.ipv6, packet.destinationHigh, packet.destinationLow);
        }
    }

    private static String endpoint(final boolean isIpv6, final long high, final long low, final int port)
    {
        final String address = Addresses.text(isIpv6, high, low);
        return (isIpv6 ? '[' + address + ']' : address) + ':' + port;
    }

    /**
     * A hardware address such as 02:00:00:00:00:21.
     */
    static final class MacConverter implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            if (!text.matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}"))
            {
                throw new TypeConversionException("'" + text + "' is no hardware address such as 02:00:00:00:00:21");
            }

            return Long.parseLong(text.replace(":", ""), 16);
        }
    }

    /**
     * Addresses as people write them.
     */
    private static final class Addresses
    {
        private Addresses()
        {
        }

        private static String text(final boolean isIpv6, final long high, final long low)
        {
            if (!isIpv6)
            {
                return (low >> 24 & 0xFF) + "." + (low >> 16 & 0xFF) + '.' + (low >> 8 & 0xFF) + '.' + (low & 0xFF);
            }

            final StringBuilder text = new StringBuilder();
            for (int i = 0; i < 8; i++)
            {
                final long half = i < 4 ? high >> 48 - 16 * i : low >> 112 - 16 * i;
                text.append(0 == i ? "" : ":").append(Long.toHexString(half & 0xFFFF));
            }

            return text.toString();
        }
    }
}
