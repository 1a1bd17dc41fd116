/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does some node hold each virtual address, and where it is this one, in a way that clients find it?
 */
final class VirtualAddressCheck implements DoctorCheck
{
    /** IFA_F_DADFAILED and IFA_F_TENTATIVE, include/uapi/linux/if_addr.h. */
    private static final int DAD_FAILED = 0x08;
    private static final int TENTATIVE = 0x40;

    @Override
    public String name()
    {
        return "address";
    }

    @Override
    public String subject()
    {
        return "who holds the virtual addresses";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        for (final InetAddress address : facts.addresses())
        {
            final boolean isElsewhere = !AddressResolutionCheck.others(facts, address).isEmpty();
            final Optional<LinkInfo> holder = facts.host().holder(address);
            if (holder.isPresent())
            {
                judgeHolder(facts, address, holder.get(), findings);
            }
            else if (!isElsewhere && !facts.host().holdings(address).isEmpty())
            {
                findings.add(onLoopback(facts, address));
            }
            else if (!isElsewhere && !facts.host().isLocal(address))
            {
                findings.add(absent(facts, address));
            }
        }

        return findings;
    }

    private void judgeHolder(
        final Facts facts, final InetAddress address, final LinkInfo link, final List<Finding> findings)
    {
        if (!link.up() || !link.running())
        {
            findings.add(Finding.error(
                name(), InetText.of(address),
                "its interface " + link.name() + (link.up() ? " has no carrier" : " is down"),
                link.up() ? "look at cable, switch port and 'ethtool " + link.name() + "'" :
                "ip link set " + link.name() + " up"));
        }
        final int flags = facts.host().holdings(address).stream()
            .filter((info) -> info.interfaceIndex() == link.index()).mapToInt(AddressInfo::flags).findFirst()
            .orElse(0);
        if (0 != (flags & DAD_FAILED))
        {
            findings.add(Finding.error(
                name(), InetText.of(address),
                "duplicate address detection on " + link.name() + " found another holder: the kernel does not use it",
                "remove the other holder, then: ip -6 addr replace " + InetText.of(address) + "/128 dev " +
                link.name() + " nodad"));
        }
        else if (0 != (flags & TENTATIVE))
        {
            findings.add(Finding.error(
                name(), InetText.of(address),
                "it is tentative on " + link.name() + ": the kernel does not answer for it yet",
                "ip -6 addr replace " + InetText.of(address) + "/128 dev " + link.name() + " nodad"));
        }
    }

    private Finding onLoopback(final Facts facts, final InetAddress address)
    {
        final String remedy = "ip addr del " + InetText.of(address) + "/" + bits(address) + " dev lo; ip addr add " +
            InetText.of(address) + "/" + bits(address) + " dev " + interfaceName(facts, address) +
            (address instanceof Inet6Address ? " nodad" : "") + " (lo is where real servers have it)";
        return address instanceof Inet6Address ?
            Finding.error(
                name(), InetText.of(address),
                "this director holds it on lo, and no node answers neighbour solicitations for it", remedy) :
            Finding.warning(
                name(), InetText.of(address),
                "this director holds it on lo: it is found only as long as arp_ignore is 0 on all interfaces, and " +
                "VRRP does not move it", remedy);
    }

    private Finding absent(final Facts facts, final InetAddress address)
    {
        final boolean isProbed = facts.wire().isProbed(address);
        return Finding.error(
            name(), InetText.of(address),
            "no interface of this host has it, and " +
            (isProbed ? "no other node on " + interfaceName(facts, address) + " answers for it" :
            "no interface here is in its network, so nobody was asked"),
            "ip addr add " + InetText.of(address) + "/" + bits(address) + " dev " + interfaceName(facts, address) +
            ", or have it held by VRRP: jlvs keepalived -f FILE");
    }

    private static String interfaceName(final Facts facts, final InetAddress address)
    {
        return facts.wire().probed().stream().filter((probed) -> probed.address().equals(address))
            .map(WireFacts.Probed::interfaceName).findFirst().orElse("IF");
    }

    private static int bits(final InetAddress address)
    {
        return Byte.SIZE * address.getAddress().length;
    }
}
