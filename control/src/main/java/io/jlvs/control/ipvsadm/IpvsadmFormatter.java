/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.dataplane.text.InetText;

import java.util.List;

/**
 * Appends rows to a text as ipvsadm 1.31 prints them. Not thread safe.
 */
final class IpvsadmFormatter
{
    private static final int SERVICE_WIDTH = 33;
    private static final int SERVER_WIDTH = 28;
    private static final int ENDPOINT_LIMIT = 59;
    private static final int COUNT_WIDTH = 10;
    private static final String SERVER_TITLE = "  -> RemoteAddress:Port";
    private static final String SERVICE_TITLE = "Prot LocalAddress:Port";
    private static final String[] CHECKSUM_OPTIONS = {"--tun-nocsum", "--tun-csum", "--tun-remcsum"};
    private static final String[] CHECKSUM_MARKS = {"-c", "+c", "r+c"};

    private final StringBuilder text;
    private final ListingFormat format;
    private final ServiceNames serviceNames;
    private final HostNames hostNames;

    /**
     * A formatter for one listing.
     *
     * @param text         to append to.
     * @param format       of the rows.
     * @param serviceNames to name ports, unless the format is numeric.
     * @param hostNames    to name hosts, unless the format is numeric.
     */
    IpvsadmFormatter(
        final StringBuilder text,
        final ListingFormat format,
        final ServiceNames serviceNames,
        final HostNames hostNames)
    {
        this.text = text;
        this.format = format;
        this.serviceNames = serviceNames;
        this.hostNames = hostNames;
    }

    /**
     * All available services, with the headings.
     *
     * @param services in the director's order.
     */
    void services(final List<ServiceRow> services)
    {
        if (ListingFormat.View.RULES != format.view())
        {
            text.append("IP Virtual Server version 1.2.1 (size=4096)\n");
        }
        title();

        int count = 0;
        final ServiceRow[] rows = new ServiceRow[services.size()];
        for (final ServiceRow service : services)
        {
            if (service.available())
            {
                rows[count++] = service;
            }
        }
        final ServiceRow[] available = new ServiceRow[count];
        System.arraycopy(rows, 0, available, 0, count);
        if (format.sorted())
        {
            ListingOrder.sort(available, ListingOrder.SERVICES);
        }
        for (final ServiceRow service : available)
        {
            service(service);
        }
    }

    /**
     * One service, with the headings of the columns.
     *
     * @param service to print.
     */
    void singleService(final ServiceRow service)
    {
        title();
        service(service);
    }

    /** Heading of a listing of connections. */
    void connectionTitle()
    {
        text.append("IPVS connection entries\npro expire state       source             virtual            ");
        text.append(ListingFormat.View.PERSISTENT == format.view() ?
            "destination        pe name          pe_data\n" : "destination\n");
    }

    /**
     * One connection.
     *
     * @param row to print.
     */
    void connection(final ConnectionRow row)
    {
        Column.left(text, row.protocol(), 3);
        text.append(' ');

        final int start = text.length();
        twoDigits(row.remainingSeconds() / 60);
        text.append(':');
        twoDigits(row.remainingSeconds() % 60);
        final int length = text.length() - start;
        Column.left(text, "", 7 - Math.min(length, 6));

        Column.left(text, row.state(), 11);
        text.append(' ');
        Column.left(text, endpoint(row.client(), row.clientPort(), row.protocolNumber()), 18);
        text.append(' ');
        Column.left(text, endpoint(row.virtual(), row.virtualPort(), row.protocolNumber()), 18);
        text.append(' ').append(endpoint(row.server(), row.serverPort(), row.protocolNumber())).append('\n');
    }

    /**
     * Time-outs.
     *
     * @param timeouts in seconds.
     */
    void timeouts(final TimeoutsRow timeouts)
    {
        text.append("Timeout (tcp tcpfin udp): ").append(timeouts.tcp()).append(' ').append(timeouts.tcpFin())
            .append(' ').append(timeouts.udp()).append('\n');
    }

    private void title()
    {
        switch (format.view())
        {
            case STATS:
                countTitle("   Conns   InPkts  OutPkts  InBytes OutBytes");
                break;

            case RATE:
                countTitle("     CPS    InPPS   OutPPS    InBPS   OutBPS");
                break;

            case THRESHOLDS:
                countTitle("Uthreshold Lthreshold ActiveConn InActConn ");
                break;

            case PERSISTENT:
                countTitle("Weight    PersistConn ActiveConn InActConn ");
                break;

            case TUNNEL:
                text.append(SERVICE_TITLE).append(" Scheduler Flags\n").append(SERVER_TITLE)
                    .append("           Forward TunnelInfo    Weight ActiveConn InActConn\n");
                break;

            case RULES:
                break;

            default:
                text.append(SERVICE_TITLE).append(" Scheduler Flags\n").append(SERVER_TITLE)
                    .append("           Forward Weight ActiveConn InActConn\n");
        }
    }

    private void countTitle(final String columns)
    {
        Column.left(text, SERVICE_TITLE, SERVICE_WIDTH);
        text.append(' ').append(columns).append('\n').append(SERVER_TITLE).append('\n');
    }

    private void service(final ServiceRow service)
    {
        final String name = serviceName(service.key());
        switch (format.view())
        {
            case RULES:
                text.append("-A ").append(name);
                rule(service);
                break;

            case STATS:
                Column.left(text, name, SERVICE_WIDTH);
                traffic(service.traffic());
                break;

            default:
                text.append(name);
                settings(service);
        }
        text.append('\n');

        for (final DestinationRow server : servers(service))
        {
            server(service, name, server);
        }
    }

    private DestinationRow[] servers(final ServiceRow service)
    {
        int count = 0;
        for (final DestinationRow server : service.destinations())
        {
            count += server.available() ? 1 : 0;
        }
        final DestinationRow[] servers = new DestinationRow[count];
        int i = 0;
        for (final DestinationRow server : service.destinations())
        {
            if (server.available())
            {
                servers[i++] = server;
            }
        }
        if (format.sorted())
        {
            ListingOrder.sort(servers, ListingOrder.SERVERS);
        }
        return servers;
    }

    private String serviceName(final ServiceKey key)
    {
        final boolean rules = ListingFormat.View.RULES == format.view();
        final boolean ipv6 = AddressText.IPV6_LENGTH == key.address().getAddress().length;
        final StringBuilder name = new StringBuilder();
        if (0 != key.firewallMark())
        {
            // ipvsadm prints marks from 2^31 on as negative numbers.
            name.append(rules ? "-f " : "FWM  ").append((int)key.firewallMark());
            if (ipv6)
            {
                name.append(rules ? " -6" : " IPv6");
            }
            return name.toString();
        }

        if (rules)
        {
            name.append(serviceOption(key.protocol())).append(' ');
        }
        else
        {
            Column.left(name, protocolName(key.protocol()), 5);
        }
        name.append(endpoint(key.address().getAddress(), key.port(), key.protocol()));
        return rules || ipv6 ? name.toString() : cut(name, SERVICE_WIDTH);
    }

    private void rule(final ServiceRow service)
    {
        final ServiceSpec spec = service.spec();
        text.append(" -s ").append(spec.schedulerName());
        if (spec.persistenceTimeoutSeconds() > 0)
        {
            text.append(" -p ").append(spec.persistenceTimeoutSeconds());
            netmask(service, " -M ");
        }
        if (!spec.persistenceEngine().isEmpty())
        {
            text.append(" --pe ").append(spec.persistenceEngine());
        }
        if (spec.onePacket())
        {
            text.append(" -o");
        }
        if (0 != spec.schedulerFlags())
        {
            text.append(" -b ");
            schedulerFlags(spec);
        }
    }

    private void settings(final ServiceRow service)
    {
        final ServiceSpec spec = service.spec();
        text.append(' ').append(spec.schedulerName());
        if (0 != spec.schedulerFlags())
        {
            text.append(" (");
            schedulerFlags(spec);
            text.append(')');
        }
        if (spec.persistenceTimeoutSeconds() > 0)
        {
            text.append(" persistent ").append(spec.persistenceTimeoutSeconds());
            netmask(service, " mask ");
            if (!spec.persistenceEngine().isEmpty())
            {
                text.append(" pe ").append(spec.persistenceEngine());
            }
        }
        if (spec.onePacket())
        {
            text.append(" ops");
        }
    }

    private void netmask(final ServiceRow service, final String word)
    {
        final int netmask = service.spec().netmask();
        final boolean ipv6 = AddressText.IPV6_LENGTH == service.key().address().getAddress().length;
        if (ipv6)
        {
            if (128 != netmask)
            {
                text.append(word).append(netmask);
            }
        }
        else if (-1 != netmask)
        {
            text.append(word).append(netmask >>> 24).append('.').append(netmask >>> 16 & 0xFF).append('.')
                .append(netmask >>> 8 & 0xFF).append('.').append(netmask & 0xFF);
        }
    }

    private void schedulerFlags(final ServiceSpec spec)
    {
        final int flags = spec.schedulerFlags();
        int count = 0;
        switch (spec.schedulerName())
        {
            case "sh":
                count = schedulerFlag(flags & 1, "sh-fallback", count);
                schedulerFlag(flags & 2, "sh-port", count);
                break;

            case "mh":
                count = schedulerFlag(flags & 1, "mh-fallback", count);
                schedulerFlag(flags & 2, "mh-port", count);
                break;

            default:
                count = schedulerFlag(flags & 1, "flag-1", count);
                count = schedulerFlag(flags & 2, "flag-2", count);
                schedulerFlag(flags & 4, "flag-3", count);
        }
    }

    private int schedulerFlag(final int flag, final String name, final int count)
    {
        if (0 == flag)
        {
            return count;
        }
        text.append(count > 0 ? "," : "").append(name);
        return count + 1;
    }

    private void server(final ServiceRow service, final String serviceName, final DestinationRow server)
    {
        final byte[] address = server.key().address().getAddress();
        final String endpoint = endpoint(address, server.key().port(), service.key().protocol());
        if (ListingFormat.View.RULES == format.view())
        {
            serverRule(serviceName, endpoint, server.spec());
            return;
        }

        final boolean ipv6 = AddressText.IPV6_LENGTH == address.length;
        text.append("  -> ");
        Column.left(text, ipv6 ? endpoint : cut(endpoint, SERVER_WIDTH), SERVER_WIDTH);
        if (ListingFormat.View.STATS == format.view())
        {
            traffic(server.traffic());
        }
        else
        {
            text.append(' ');
            serverSettings(server);
            count(server.activeConnections());
            text.append(' ');
            count(server.inactiveConnections());
        }
        text.append('\n');
    }

    private void serverSettings(final DestinationRow server)
    {
        final DestinationSpec spec = server.spec();
        switch (format.view())
        {
            case THRESHOLDS:
                count(spec.upperThreshold());
                text.append(' ');
                count(spec.lowerThreshold());
                break;

            case PERSISTENT:
                Column.left(text, spec.weight(), 9);
                text.append(' ');
                Column.left(text, server.persistentConnections(), 11);
                break;

            default:
                Column.left(text, forwardingName(spec.forwardingCode()), 8);
                if (ListingFormat.View.TUNNEL == format.view())
                {
                    Column.left(text, tunnelInfo(spec), 14);
                }
                Column.left(text, spec.weight(), 6);
        }
        text.append(' ');
    }

    private void serverRule(final String serviceName, final String endpoint, final DestinationSpec spec)
    {
        final boolean tunnel = ForwardingCode.TUNNEL == spec.forwardingCode();
        text.append("-a ").append(serviceName).append(" -r ").append(endpoint).append(
            tunnel ? " -i" : ForwardingCode.MASQUERADE == spec.forwardingCode() ? " -m" : " -g");
        text.append(" -w ").append(spec.weight());
        final TunnelType type = TunnelType.of(spec.tunnelType());
        if (tunnel && null != type)
        {
            text.append(" --tun-type ").append(type.text());
            if (TunnelType.GUE == type)
            {
                text.append(" --tun-port ").append(spec.tunnelPort());
            }
            if (TunnelType.IPIP != type)
            {
                text.append(' ').append(CHECKSUM_OPTIONS[spec.tunnelFlags() % CHECKSUM_OPTIONS.length]);
            }
        }
        text.append('\n');
    }

    private void traffic(final TrafficRow traffic)
    {
        largeNumber(traffic.connections());
        largeNumber(traffic.inPackets());
        largeNumber(traffic.outPackets());
        largeNumber(traffic.inBytes());
        largeNumber(traffic.outBytes());
    }

    private void largeNumber(final long number)
    {
        if (format.exact())
        {
            final int digits = Column.digits(number);
            Column.right(text, number, digits <= 8 ? 9 : digits + 1);
        }
        else if (number < 100_000_000L)
        {
            Column.right(text, number, 9);
        }
        else if (number < 1_000_000_000L)
        {
            scaled(number / 1_000, 'K');
        }
        else if (number < 100_000_000_000L)
        {
            scaled(number / 1_000_000, 'M');
        }
        else if (number < 100_000_000_000_000L)
        {
            scaled(number / 1_000_000_000, 'G');
        }
        else
        {
            scaled(number / 1_000_000_000_000L, 'T');
        }
    }

    private void scaled(final long number, final char unit)
    {
        Column.right(text, number, 8);
        text.append(unit);
    }

    private void count(final long number)
    {
        Column.left(text, number, COUNT_WIDTH);
    }

    private void twoDigits(final long number)
    {
        if (number < 10)
        {
            text.append('0');
        }
        text.append(number);
    }

    private String endpoint(final byte[] address, final int port, final int protocol)
    {
        final boolean ipv6 = AddressText.IPV6_LENGTH == address.length;
        final StringBuilder endpoint = new StringBuilder(48);
        endpoint.append(ipv6 ? "[" : "");
        final String host = format.numeric() ? null : hostNames.name(address);
        if (null == host)
        {
            InetText.append(endpoint, address);
        }
        else
        {
            endpoint.append(host);
        }

        endpoint.append(ipv6 ? "]:" : ":");
        final String service = format.numeric() ? null : serviceNames.name(port, protocol);
        if (null == service)
        {
            endpoint.append(port);
        }
        else
        {
            endpoint.append(service);
        }
        return cut(endpoint, ENDPOINT_LIMIT);
    }

    private static String cut(final CharSequence name, final int length)
    {
        return name.length() > length ? name.subSequence(0, length).toString() : name.toString();
    }

    private static String protocolName(final int protocol)
    {
        final String name = IpProtocol.name(protocol);
        return "IP".equals(name) ? "?" : name;
    }

    private static String serviceOption(final int protocol)
    {
        switch (protocol)
        {
            case IpProtocol.TCP:
                return "-t";

            case IpProtocol.UDP:
                return "-u";

            case IpProtocol.SCTP:
                return "--sctp-service";

            default:
                return "--xxx-service";
        }
    }

    private static String forwardingName(final int code)
    {
        switch (code)
        {
            case ForwardingCode.MASQUERADE:
                return "Masq";

            case ForwardingCode.LOCAL:
                return "Local";

            case ForwardingCode.TUNNEL:
                return "Tunnel";

            default:
                return "Route";
        }
    }

    private static String tunnelInfo(final DestinationSpec spec)
    {
        final TunnelType type = TunnelType.of(spec.tunnelType());
        if (ForwardingCode.TUNNEL != spec.forwardingCode() || null == type)
        {
            return "n/a";
        }

        final String checksum = CHECKSUM_MARKS[spec.tunnelFlags() % CHECKSUM_MARKS.length];
        switch (type)
        {
            case GUE:
                return CommandKind.join(type.text(), ":", Integer.toString(spec.tunnelPort()), ":", checksum);

            case GRE:
                return CommandKind.join(type.text(), ":", checksum);

            default:
                return type.text();
        }
    }
}
