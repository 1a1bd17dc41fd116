/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.linux.netlink.RouteInfo;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;

/**
 * Do clients' packets fit into the tunnels to real servers? The outer header takes 20 bytes (IPv4) or 40 (IPv6) of the
 * MTU. What does not fit is refused with ICMP, after which clients send smaller packets; where ICMP is filtered on the
 * way, large requests hang.
 */
final class TunnelMtuCheck implements DoctorCheck
{
    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int TCP_HEADER_LENGTH = 20;
    /** Every IPv6 link carries this much, RFC 8200 section 5. */
    private static final int IPV6_MINIMUM_MTU = 1280;
    private static final int ETHERNET_MTU = 1500;

    @Override
    public String name()
    {
        return "mtu";
    }

    @Override
    public String subject()
    {
        return "MTU of tunnels";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        for (final ExaminedService service : facts.services())
        {
            for (final ExaminedService.Server server : service.servers())
            {
                final RouteInfo route = facts.host().routes().get(server.address());
                if (server.isTunnelled() && null != route && route.isUnicast())
                {
                    judge(facts.host(), service, server, route, findings);
                }
            }
        }

        return findings.stream().distinct().toList();
    }

    private void judge(
        final Host host,
        final ExaminedService service,
        final ExaminedService.Server server,
        final RouteInfo route,
        final List<Finding> findings)
    {
        final boolean isIpv6 = service.key().address() instanceof Inet6Address;
        final int clientMtu = host.holder(service.key().address()).map(LinkInfo::mtu).orElse(ETHERNET_MTU);
        final String interfaceName = host.link(route.interfaceIndex()).map(LinkInfo::name).orElse("?");
        final int linkMtu = host.link(route.interfaceIndex()).map(LinkInfo::mtu).orElse(ETHERNET_MTU);
        final int pathMtu = route.mtu() > 0 ? Math.min(route.mtu(), linkMtu) : linkMtu;
        final int overhead = server.address() instanceof Inet6Address ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH;
        final int room = pathMtu - overhead;
        final int segmentSize = room - TCP_HEADER_LENGTH - (isIpv6 ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH);
        final String seen = "the MTU to it on " + interfaceName + " is " + pathMtu + ", less " + overhead +
            " bytes for the tunnel leaves " + room;
        final String remedy = "raise the MTU on the way: ip link set " + interfaceName + " mtu " +
            (clientMtu + overhead) + (pathMtu < linkMtu ? " and the mtu of the route" : "") +
            ", or have the server announce what fits: on " + InetText.of(server.address()) +
            " ip route change default via GATEWAY advmss " + segmentSize;

        if (isIpv6 && room < IPV6_MINIMUM_MTU)
        {
            findings.add(Finding.error(
                name(), InetText.of(server.address()),
                seen + ": IPv6 needs " + IPV6_MINIMUM_MTU + ", clients cannot send smaller packets than that",
                remedy));
        }
        else if (pathMtu < clientMtu)
        {
            findings.add(Finding.warning(
                name(), InetText.of(server.address()),
                seen + ", clients of " + InetText.of(service.key().address()) + " begin with up to " + clientMtu +
                " (TCP segments above " + segmentSize + " are refused with ICMP)",
                remedy));
        }
        else if (room < clientMtu)
        {
            findings.add(Finding.note(
                name(), InetText.of(server.address()),
                seen + ": clients whose network drops ICMP need smaller TCP segments, which the server announces " +
                "after 'ip route change default via GATEWAY advmss " + segmentSize + "'"));
        }
    }
}
