/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.NeighbourInfo;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who answers for a virtual address? Nobody but the node that holds it may: a real server that does not keep silent
 * takes clients past the director, a second holder takes half of them. Every MAC that answers is named. This host's own
 * interfaces do not hear their own question.
 */
final class AddressResolutionCheck implements DoctorCheck
{
    private static final long VIRTUAL_ROUTER_MAC = 0x0000_5e00_0000L;
    private static final long VIRTUAL_ROUTER_MASK = 0xFFFF_FF00_0000L;

    @Override
    public String name()
    {
        return "arp";
    }

    @Override
    public String subject()
    {
        return "who answers ARP and neighbour solicitations";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        facts.wire().problems().forEach((problem) -> findings.add(Finding.warning(
            name(), "probe", problem, "run it as root, on the host and in the network namespace of the director")));
        for (final InetAddress address : facts.addresses())
        {
            judge(facts, address, findings);
        }

        return findings;
    }

    private void judge(final Facts facts, final InetAddress address, final List<Finding> findings)
    {
        final List<Heard.AddressAnswer> holders = new ArrayList<>();
        for (final Heard.AddressAnswer answer : others(facts, address))
        {
            final Set<InetAddress> servers = serversWith(facts, address, answer.mac());
            if (servers.isEmpty())
            {
                holders.add(answer);
            }
            else
            {
                findings.add(Finding.error(
                    name(), InetText.of(address),
                    "real server " + Text.addresses(servers) + " answers for it with " + Text.mac(answer.mac()) +
                    " on " + answer.interfaceName() + ": clients that believe it go past the director",
                    serverRemedy(address, servers)));
            }
        }
        final boolean isHere = facts.host().isLocal(address);
        if (holders.size() + (isHere ? 1 : 0) > 1)
        {
            findings.add(Finding.error(
                name(), InetText.of(address),
                (isHere ? "this host holds it, and so does " : "several nodes hold it: ") +
                holders.stream().map((answer) -> text(facts, answer)).collect(Collectors.joining(" and ")),
                "take it off all nodes but one: ip addr del " + InetText.of(address) + "/" +
                Byte.SIZE * address.getAddress().length + " dev IF; with VRRP, see that adverts of each reach the " +
                "other (a filter, a switch without multicast)"));
        }
    }

    /**
     * Answers of other hosts, in the order of their MACs.
     */
    static List<Heard.AddressAnswer> others(final Facts facts, final InetAddress address)
    {
        return facts.wire().answers().stream()
            .filter((answer) -> answer.address().equals(address) && !facts.host().isOwnMac(answer.mac()))
            .sorted(Comparator.comparingLong(Heard.AddressAnswer::mac))
            .toList();
    }

    /** Servers that have a MAC; by their addresses of the family in question if they have such. */
    private static Set<InetAddress> serversWith(final Facts facts, final InetAddress asked, final long mac)
    {
        final Set<InetAddress> servers = facts.services().stream()
            .flatMap((service) -> service.servers().stream())
            .map(ExaminedService.Server::address)
            .collect(Collectors.toSet());
        servers.retainAll(knownAs(facts, mac));
        final Set<InetAddress> ofFamily =
            servers.stream().filter((server) -> server.getClass() == asked.getClass()).collect(Collectors.toSet());

        return ofFamily.isEmpty() ? servers : ofFamily;
    }

    private static Set<InetAddress> knownAs(final Facts facts, final long mac)
    {
        return facts.host().neighbours().stream()
            .filter((neighbour) -> neighbour.mac() == mac && neighbour.isUsable())
            .map(NeighbourInfo::address)
            .filter((address) -> !facts.addresses().contains(address))
            .collect(Collectors.toSet());
    }

    private static String text(final Facts facts, final Heard.AddressAnswer answer)
    {
        final Set<InetAddress> names = knownAs(facts, answer.mac());
        final boolean isVirtual = VIRTUAL_ROUTER_MAC == (answer.mac() & VIRTUAL_ROUTER_MASK);
        return Text.mac(answer.mac()) + " on " + answer.interfaceName() +
            (names.isEmpty() ? "" : " (known as " + Text.addresses(names) + ")") +
            (isVirtual ? " (the virtual MAC of VRID " + (answer.mac() & 0xFF) + ")" : "");
    }

    private static String serverRemedy(final InetAddress address, final Set<InetAddress> servers)
    {
        return "on " + Text.addresses(servers) + ": " + (address instanceof Inet6Address ?
            "hold it on lo, not on the interface: ip -6 addr del " + InetText.of(address) + " dev IF; " +
            "jlvs realserver start " + InetText.of(address) :
            "jlvs realserver start " + InetText.of(address) +
            " (or sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2, the address on lo)");
    }
}
