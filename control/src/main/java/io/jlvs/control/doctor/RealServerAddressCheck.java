/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * On a real server: does it have each virtual address, alone, and where nobody asks for it?
 */
final class RealServerAddressCheck implements DoctorCheck
{
    private static final int IPV4_BITS = 32;

    private final boolean isTunnel;

    RealServerAddressCheck(final boolean isTunnel)
    {
        this.isTunnel = isTunnel;
    }

    @Override
    public String name()
    {
        return "address";
    }

    @Override
    public String subject()
    {
        return "where the virtual addresses are held";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        for (final InetAddress address : facts.addresses())
        {
            if (!facts.host().isLocal(address))
            {
                findings.add(Finding.error(
                    name(), InetText.of(address),
                    "this server does not have it: what the director sends is dropped or routed on", start(address)));
            }
            for (final AddressInfo info : facts.host().holdings(address))
            {
                facts.host().link(info.interfaceIndex())
                    .ifPresent((link) -> judge(facts, address, info, link, findings));
            }
        }

        return findings;
    }

    private void judge(
        final Facts facts,
        final InetAddress address,
        final AddressInfo info,
        final LinkInfo link,
        final List<Finding> findings)
    {
        if (link.loopback() && address instanceof Inet4Address && info.prefixLength() < IPV4_BITS)
        {
            findings.add(Finding.error(
                name(), InetText.of(address),
                "it is on " + link.name() + " with /" + info.prefixLength() + ": that whole network is local now, so " +
                "its hosts (clients, the director) are not reached any more",
                "ip addr del " + InetText.of(address) + "/" + info.prefixLength() + " dev " + link.name() + "; " +
                start(address)));
        }
        if (isUplink(facts, link))
        {
            findings.add(Finding.error(
                name(), InetText.of(address),
                "it is on " + link.name() + ", the interface of this server's own address: ARP is answered for it " +
                "there whatever arp_ignore says",
                "ip addr del " + InetText.of(address) + "/" + info.prefixLength() + " dev " + link.name() + "; " +
                start(address)));
        }
    }

    /**
     * Whether an interface leads to other hosts: it has an address of the server itself.
     */
    static boolean isUplink(final Facts facts, final LinkInfo link)
    {
        return !link.loopback() && 0 != link.mac() && facts.host().addresses().stream().anyMatch((info) ->
            info.interfaceIndex() == link.index() && !info.address().isLinkLocalAddress() &&
            !facts.addresses().contains(info.address()));
    }

    private String start(final InetAddress address)
    {
        return "jlvs realserver start " + InetText.of(address) + (isTunnel ? " --tun" : "");
    }
}
