/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Builds one virtual server as keepalived 2.2.7 does ({@code check_parser.c}, {@code validate_check_config}).
 */
final class VirtualServerBuilder
{
    private static final int DEFAULT_PERSISTENCE_SECONDS = 360;
    private static final int MAX_PERSISTENCE_SECONDS = 31 * 86400;
    private static final int MAX_PORT = 65535;
    private static final long MAX_MARK = 0xFFFF_FFFFL;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final int IPV6_BITS = 128;
    private static final int WHOLE_IPV4 = -1;
    private static final String DEFAULT_SCHEDULER = "wlc";
    private static final List<String> SCHEDULERS = List.of(
        "rr", "wrr", "lc", "wlc", "lblc", "sh", "mh", "dh", "fo", "ovf", "lblcr", "sed", "nq", "twos");

    private final ConfigNode node;
    private final GlobalDefs globalDefs;
    private final ScriptReader scripts;
    private final Diagnostics diagnostics;
    private final Values values;

    VirtualServerBuilder(
        final ConfigNode node,
        final GlobalDefs globalDefs,
        final ScriptReader scripts,
        final Diagnostics diagnostics)
    {
        this.scripts = scripts;
        this.node = node;
        this.globalDefs = globalDefs;
        this.diagnostics = diagnostics;
        this.values = new Values(node, diagnostics);
    }

    /**
     * Build it.
     *
     * @return the virtual server, or empty if it cannot be used; the diagnostics say why.
     */
    Optional<VirtualServer> build()
    {
        final Optional<ServiceKey> found = key();
        if (found.isEmpty())
        {
            return Optional.empty();
        }

        final ServiceKey key = found.get();
        final String label = Labels.service(key);
        final ServiceSpec spec = spec(key, label);
        final Optional<Forwarding> forwarding = forwarding("lvs_method", "lb_kind");
        if (forwarding.isEmpty())
        {
            values.warning(node.position(), "virtual server " + label +
                ": no forwarding method set, NAT is taken; write 'lvs_method DR', 'TUN' or 'NAT'");
        }

        final List<RealServer> realServers = realServers(key, label, forwarding.orElse(Forwarding.NAT));
        if (realServers.isEmpty())
        {
            diagnostics.error(node.position(), "virtual server " + label + " has no real servers; it is left out");
            return Optional.empty();
        }

        final long weights = realServers.stream().mapToLong(RealServer::weight).sum();
        final long quorum = quorum(label, weights);

        return Optional.of(new VirtualServer(
            key,
            spec,
            values.flag("omega"),
            quorum,
            hysteresis(label, quorum),
            scripts.notifyScript(values.line("quorum_up")),
            scripts.notifyScript(values.line("quorum_down")),
            sorryServer(key, label, forwarding.orElse(Forwarding.NAT)),
            realServers,
            node.position()));
    }

    private Optional<ServiceKey> key()
    {
        final Optional<Word> first = node.argument(0);
        if (first.isEmpty())
        {
            diagnostics.fatal(node.position(), "'virtual_server' has no address; write 'virtual_server ADDRESS PORT'");
            return Optional.empty();
        }

        switch (first.get().text())
        {
            case "group":
                diagnostics.error(node.position(),
                    "'virtual_server group' is not supported yet; write a virtual_server for each address");
                return Optional.empty();

            case "fwmark":
                return firewallMark();

            default:
                return addressKey(first.get());
        }
    }

    private Optional<ServiceKey> firewallMark()
    {
        final Optional<Long> mark = node.argument(1).flatMap(
            (word) -> values.number("fwmark", word, 1, MAX_MARK, "the virtual server is left out"));
        if (mark.isEmpty())
        {
            diagnostics.fatal(node.position(), "'virtual_server fwmark' needs a mark from 1 to " + MAX_MARK);
            return Optional.empty();
        }
        values.line("protocol").ifPresent((line) -> values.warning(line.position(),
            "'protocol' has no effect on a firewall mark; remove the line"));

        return Optional.of(new ServiceKey(0, wildcard(isMarkOfIpv6()), 0, mark.get()));
    }

    private boolean isMarkOfIpv6()
    {
        final Optional<String> family = values.text("ip_family");
        if (family.isPresent())
        {
            return "inet6".equals(family.get());
        }

        return node.children("real_server").stream()
            .flatMap((server) -> server.argument(0).stream())
            .flatMap((word) -> Addresses.parse(word.text()).stream())
            .findFirst()
            .map(Inet6Address.class::isInstance)
            .orElse(false);
    }

    private static InetAddress wildcard(final boolean isIpv6)
    {
        try
        {
            return InetAddress.getByAddress(new byte[isIpv6 ? 16 : 4]);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException("4 and 16 bytes are an address", ex);
        }
    }

    private Optional<ServiceKey> addressKey(final Word word)
    {
        final Optional<InetAddress> address = Addresses.parse(word.text());
        final Optional<Integer> port = port(node);
        if (address.isEmpty() || port.isEmpty())
        {
            diagnostics.fatal(word.position(), "invalid virtual server address '" + join(node.arguments()) +
                "'; write a numeric address and a port as two words: 'virtual_server 10.0.0.100 80'");
            return Optional.empty();
        }

        final int protocol = protocol(Labels.endpoint(address.get(), 0, port.get()));

        return Optional.of(new ServiceKey(protocol, address.get(), port.get(), 0));
    }

    private static Optional<Integer> port(final ConfigNode line)
    {
        if (line.argument(1).isEmpty())
        {
            return Optional.of(0);
        }

        final String text = line.argument(1).get().text();
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX_PORT ?
            Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private int protocol(final String label)
    {
        final Optional<Word> word = values.word("protocol");
        switch (word.map((found) -> found.text().toUpperCase(Locale.ROOT)).orElse(""))
        {
            case "TCP":
                return IpProtocol.TCP;

            case "UDP":
                return IpProtocol.UDP;

            case "SCTP":
                return IpProtocol.SCTP;

            default:
                word.ifPresent((found) ->
                    values.invalid("protocol", found, "TCP, UDP or SCTP", "the line is left out"));
                values.warning(node.position(), "virtual server " + label + ": no protocol set, UDP is taken as " +
                    "keepalived does; write 'protocol TCP' or 'protocol UDP'");
                return IpProtocol.UDP;
        }
    }

    private ServiceSpec spec(final ServiceKey key, final String label)
    {
        final String scheduler = scheduler(label);
        final boolean onePacket = values.line("ops").isPresent();
        final boolean isOnePacketPossible = key.firewallMark() != 0 || IpProtocol.UDP == key.protocol();
        if (onePacket && !isOnePacketPossible)
        {
            values.warning(values.line("ops").get().position(), "virtual server " + label +
                ": one packet scheduling ('ops') is for UDP; the line is left out");
        }

        return new ServiceSpec(
            scheduler,
            schedulerFlags(scheduler),
            persistenceTimeout(key, label),
            netmask(key),
            onePacket && isOnePacketPossible,
            values.text("persistence_engine").orElse(""));
    }

    private String scheduler(final String label)
    {
        final Optional<Word> word = values.word("lvs_sched", "lb_algo");
        if (word.isPresent() && SCHEDULERS.contains(word.get().text()))
        {
            return word.get().text();
        }

        word.ifPresent((found) -> values.invalid(
            "lb_algo", found, "one of " + String.join(" ", SCHEDULERS), "the line is left out"));
        values.warning(node.position(), "virtual server " + label + ": no scheduler set, '" + DEFAULT_SCHEDULER +
            "' is taken; write 'lvs_sched rr' or another");

        return DEFAULT_SCHEDULER;
    }

    private int schedulerFlags(final String scheduler)
    {
        int flags = 0;
        for (final ConfigNode child : node.children())
        {
            switch (child.name())
            {
                case "flag-1":
                    flags |= 1;
                    break;

                case "flag-2":
                    flags |= 2;
                    break;

                case "flag-3":
                    flags |= 4;
                    break;

                case "sh-fallback", "mh-fallback":
                    flags |= flagOf(scheduler, child, 1);
                    break;

                case "sh-port", "mh-port":
                    flags |= flagOf(scheduler, child, 2);
                    break;

                default:
                    break;
            }
        }

        return flags;
    }

    private int flagOf(final String scheduler, final ConfigNode line, final int flag)
    {
        if (line.name().startsWith(scheduler + "-"))
        {
            return flag;
        }
        values.warning(line.position(), "'" + line.name() + "' is for the scheduler " +
            line.name().substring(0, 2) + " and not for " + scheduler + "; the line is left out");

        return 0;
    }

    private int persistenceTimeout(final ServiceKey key, final String label)
    {
        final Optional<ConfigNode> line = values.line("persistence_timeout");
        int seconds = 0;
        if (line.isPresent() && line.get().arguments().isEmpty())
        {
            seconds = DEFAULT_PERSISTENCE_SECONDS;
        }
        else if (line.isPresent() && "0".equals(line.get().arguments().get(0).text()))
        {
            values.warning(line.get().position(),
                "'persistence_timeout 0': the service is not persistent; leave the line out to say so");
        }
        else
        {
            seconds = values.number("persistence_timeout", 1, MAX_PERSISTENCE_SECONDS).map(Long::intValue).orElse(0);
        }

        if (0 == seconds && values.line("persistence_granularity").isPresent())
        {
            seconds = DEFAULT_PERSISTENCE_SECONDS;
        }
        if (0 == seconds && 0 == key.firewallMark() && 0 == key.port())
        {
            values.warning(node.position(), "virtual server " + label + ": port 0 is only possible with " +
                "persistence, " + DEFAULT_PERSISTENCE_SECONDS + " s are set; write a port or 'persistence_timeout'");
            seconds = DEFAULT_PERSISTENCE_SECONDS;
        }

        return seconds;
    }

    private int netmask(final ServiceKey key)
    {
        final boolean isIpv6 = key.address() instanceof Inet6Address;
        final Optional<Word> word = values.word("persistence_granularity");
        if (word.isPresent() && isIpv6)
        {
            return values.number("persistence_granularity", 1, IPV6_BITS).map(Long::intValue).orElse(IPV6_BITS);
        }
        if (word.isPresent())
        {
            final Optional<byte[]> bytes = Addresses.ipv4(word.get().text());
            if (bytes.isPresent())
            {
                return ByteBuffer.wrap(bytes.get()).getInt();
            }
            values.invalid("persistence_granularity", word.get(), "a netmask like 255.255.255.0",
                "single addresses are kept together");
        }

        return isIpv6 ? IPV6_BITS : WHOLE_IPV4;
    }

    private Optional<Forwarding> forwarding(final String... names)
    {
        final Optional<ConfigNode> line = values.line(names);
        return line.flatMap((found) -> ForwardingParser.parse(found, diagnostics));
    }

    private long quorum(final String label, final long weights)
    {
        final Optional<Word> word = values.word("quorum");
        final long wanted = word.flatMap(
            (found) -> values.number("quorum", found, 1, MAX_UNSIGNED, "1 is taken")).orElse(1L);
        if (wanted > weights)
        {
            values.warning(word.map(Word::position).orElse(node.position()), "quorum " + wanted +
                " of virtual server " + label + " exceeds the sum of the weights of its real servers; " +
                weights + " is taken");
        }

        return Math.min(wanted, weights);
    }

    private long hysteresis(final String label, final long quorum)
    {
        final long wanted = values.number("hysteresis", 0, MAX_UNSIGNED).orElse(0L);
        if (wanted > 0 && wanted >= quorum)
        {
            final long taken = Math.max(0, quorum - 1);
            values.warning(values.line("hysteresis").get().position(), "hysteresis " + wanted +
                " of virtual server " + label + " must be below the quorum " + quorum + "; " + taken + " is taken");
            return taken;
        }

        return wanted;
    }

    private Optional<SorryServer> sorryServer(final ServiceKey service, final String label, final Forwarding inherited)
    {
        final Optional<ConfigNode> line = values.line("sorry_server");
        if (line.isEmpty())
        {
            values.line("sorry_server_inhibit", "sorry_server_lvs_method").ifPresent((found) -> values.warning(
                found.position(), "'" + found.name() + "' without 'sorry_server'; the line is left out"));
            return Optional.empty();
        }

        final Forwarding forwarding = forwarding("sorry_server_lvs_method").orElse(inherited);
        return destination(line.get(), service, label, forwarding)
            .map((key) -> new SorryServer(key, forwarding, values.line("sorry_server_inhibit").isPresent()));
    }

    private List<RealServer> realServers(final ServiceKey service, final String label, final Forwarding inherited)
    {
        final List<RealServer> servers = new ArrayList<>();
        final Set<DestinationKey> keys = new HashSet<>();
        for (final ConfigNode child : node.children("real_server"))
        {
            final Values own = new Values(child, diagnostics);
            final Forwarding forwarding =
                own.line("lvs_method").flatMap((line) -> ForwardingParser.parse(line, diagnostics)).orElse(inherited);
            final Optional<DestinationKey> key = destination(child, service, label, forwarding);
            if (key.isPresent() && !keys.add(key.get()))
            {
                values.warning(child.position(), "real server " + Labels.destination(service, key.get()) +
                    " of virtual server " + label + " is given twice; the second one is left out");
            }
            else
            {
                key.ifPresent((found) -> servers.add(realServer(child, own, service, found, forwarding)));
            }
        }

        return List.copyOf(servers);
    }

    private RealServer realServer(
        final ConfigNode child,
        final Values own,
        final ServiceKey service,
        final DestinationKey key,
        final Forwarding forwarding)
    {
        final int weight = own.number("weight", 0, Integer.MAX_VALUE)
            .or(() -> values.number("weight", 1, Integer.MAX_VALUE)).map(Long::intValue).orElse(1);
        final CheckSettingsBuilder checks = new CheckSettingsBuilder(values, own, globalDefs, diagnostics);

        return new RealServer(
            key,
            weight,
            forwarding,
            own.number("uthreshold", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0),
            own.number("lthreshold", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0),
            own.bool("inhibit_on_failure").orElse(values.flag("inhibit_on_failure")),
            scripts.notifyScript(own.line("notify_up")),
            scripts.notifyScript(own.line("notify_down")),
            checks.build(child, Labels.destination(service, key), key),
            child.position());
    }

    private Optional<DestinationKey> destination(
        final ConfigNode line, final ServiceKey service, final String label, final Forwarding forwarding)
    {
        final String what = line.name().replace('_', ' ');
        final Optional<InetAddress> address = line.argument(0).flatMap((word) -> Addresses.parse(word.text()));
        final Optional<Integer> port = port(line);
        if (address.isEmpty() || port.isEmpty())
        {
            diagnostics.error(line.position(), "invalid " + what + " address '" + join(line.arguments()) +
                "'; write a numeric address and a port as two words; it is left out");
            return Optional.empty();
        }

        final boolean isOtherFamily =
            address.get() instanceof Inet6Address != service.address() instanceof Inet6Address;
        if (isOtherFamily && forwarding.code() != ForwardingCode.TUNNEL)
        {
            diagnostics.error(line.position(), what + " " + InetText.of(address.get()) + " and virtual server " +
                label + " are of different address families, which only 'lvs_method TUN' allows; it is left out");
            return Optional.empty();
        }

        return Optional.of(new DestinationKey(
            address.get(), destinationPort(line, service, label, forwarding, port.get())));
    }

    private int destinationPort(
        final ConfigNode line,
        final ServiceKey service,
        final String label,
        final Forwarding forwarding,
        final int port)
    {
        if (0 == port)
        {
            return service.port();
        }
        if (ForwardingCode.MASQUERADE == forwarding.code() || port == service.port())
        {
            return port;
        }
        values.warning(line.position(), "virtual server " + label + " and " + line.name().replace('_', ' ') + " " +
            join(line.arguments()) + " must have the same port, only NAT can change it; port " + service.port() +
            " is taken");

        return service.port();
    }

    private static String join(final List<Word> words)
    {
        return String.join(" ", words.stream().map(Word::text).toList());
    }
}
