/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.control.realserver.RequiredSetting;
import io.jlvs.control.realserver.Tunnel;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * On a real server: do kernel settings keep it silent about the virtual addresses, and let in what tunnels bring?
 */
final class RealServerSettingsCheck implements DoctorCheck
{
    private static final int ARP_ANNOUNCE_BEST = 2;

    private final boolean isTunnel;

    RealServerSettingsCheck(final boolean isTunnel)
    {
        this.isTunnel = isTunnel;
    }

    @Override
    public String name()
    {
        return "setting";
    }

    @Override
    public String subject()
    {
        return isTunnel ? "ARP settings, tunnels and their reverse path filter" : "ARP settings";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        if (facts.addresses().stream().anyMatch(Inet4Address.class::isInstance))
        {
            facts.host().links().stream()
                .filter((link) -> link.up() && RealServerAddressCheck.isUplink(facts, link))
                .forEach((link) -> judgeArp(facts.host(), link, findings));
        }
        if (isTunnel)
        {
            facts.addresses().forEach((address) -> judgeTunnel(facts.host(), address, findings));
        }

        return findings.stream().distinct().toList();
    }

    private void judgeArp(final Host host, final LinkInfo link, final List<Finding> findings)
    {
        final int ignore = host.effective(link.name(), "arp_ignore");
        if (!RequiredSetting.isSilent(ignore))
        {
            findings.add(Finding.error(
                name(), link.name(),
                "arp_ignore is " + ignore + " there (the greater of all and " + link.name() + "): this server " +
                "answers ARP for the virtual addresses and takes clients past the director",
                "sysctl -w net.ipv4.conf.all.arp_ignore=1, which 'jlvs realserver start' does"));
        }
        final int announce = host.effective(link.name(), "arp_announce");
        if (ARP_ANNOUNCE_BEST != announce)
        {
            findings.add(Finding.warning(
                name(), link.name(),
                "arp_announce is " + announce + " there (the greater of all and " + link.name() + "): this server's " +
                "own ARP requests carry the virtual address and teach others its MAC",
                "sysctl -w net.ipv4.conf.all.arp_announce=2, which 'jlvs realserver start' does"));
        }
    }

    private void judgeTunnel(final Host host, final InetAddress address, final List<Finding> findings)
    {
        final Tunnel tunnel = Tunnel.of(address instanceof Inet6Address);
        final Optional<LinkInfo> link = host.holder(address).or(() -> host.link(tunnel.interfaceName()));
        if (link.isEmpty() || !link.get().up())
        {
            findings.add(Finding.error(
                name(), link.map(LinkInfo::name).orElse(tunnel.interfaceName()),
                link.isEmpty() ?
                    "there is no such interface: this server does not open the director's tunnels" :
                    "it is down: this server does not open the director's tunnels",
                "jlvs realserver start " + InetText.of(address) + " --tun"));
        }
        else if (address instanceof Inet4Address &&
            RequiredSetting.RP_FILTER_STRICT == host.effective(link.get().name(), "rp_filter"))
        {
            findings.add(Finding.error(
                name(), link.get().name(),
                "rp_filter is 1 (strict) there (the greater of all and " + link.get().name() + "): what comes out " +
                "of the tunnel is dropped, because its clients are reached by another interface",
                "sysctl -w net.ipv4.conf." + link.get().name() + ".rp_filter=2, which 'jlvs realserver start " +
                InetText.of(address) + " --tun' does"));
        }
    }
}
