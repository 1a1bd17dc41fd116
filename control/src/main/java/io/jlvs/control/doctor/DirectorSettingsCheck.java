/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.control.realserver.RequiredSetting;
import io.jlvs.dataplane.linux.netlink.AddressInfo;
import io.jlvs.dataplane.linux.netlink.LinkInfo;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Do kernel settings keep the director from being found? Packets of services never reach the kernel's stack, so neither
 * {@code ip_forward} nor {@code send_redirects} nor {@code rp_filter} matter to them; ARP for the virtual address does,
 * and the kernel answers it.
 */
final class DirectorSettingsCheck implements DoctorCheck
{
    private static final String ARP_IGNORE = "arp_ignore";
    private static final int ONLY_OF_INTERFACE = 1;
    private static final int ONLY_OF_NETWORK = 2;
    private static final int NEVER = 8;
    private static final int IPV4_BITS = 32;

    @Override
    public String name()
    {
        return "setting";
    }

    @Override
    public String subject()
    {
        return "kernel settings";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        for (final InetAddress address : facts.addresses())
        {
            final Optional<LinkInfo> holder = facts.host().holder(address);
            if (address instanceof Inet4Address && facts.host().isLocal(address))
            {
                facts.wire().probed().stream()
                    .filter((probed) -> probed.address().equals(address))
                    .map(WireFacts.Probed::interfaceName)
                    .forEach((name) -> judgeArp(facts.host(), address, name, holder, findings));
                holder.ifPresent((link) -> judgeFilter(facts.host(), address, link, findings));
            }
        }

        return findings;
    }

    private void judgeArp(
        final Host host,
        final InetAddress address,
        final String interfaceName,
        final Optional<LinkInfo> holder,
        final List<Finding> findings)
    {
        final int value = host.effective(interfaceName, ARP_IGNORE);
        final boolean isOnInterface = holder.filter((link) -> link.name().equals(interfaceName)).isPresent();
        final boolean isInNetwork = host.addresses().stream().anyMatch((info) -> isOn(host, info, interfaceName) &&
            info.prefixLength() < IPV4_BITS && isIn(address, info));
        if (NEVER == value || ONLY_OF_NETWORK == value && !(isOnInterface && isInNetwork) ||
            ONLY_OF_INTERFACE == value && !isOnInterface)
        {
            findings.add(Finding.error(
                name(), interfaceName,
                ARP_IGNORE + " is " + value + " there (the greater of all and " + interfaceName + "): this director " +
                "does not answer ARP for " + InetText.of(address) +
                (isOnInterface ? "" : ", which is not on that interface"),
                "sysctl -w net.ipv4.conf.all.arp_ignore=0 net.ipv4.conf." + interfaceName + ".arp_ignore=0 " +
                "(it belongs on real servers)"));
        }
    }

    /** The kernel answers ARP only for askers whom it would reach by the same interface if the filter is strict. */
    private void judgeFilter(
        final Host host, final InetAddress address, final LinkInfo link, final List<Finding> findings)
    {
        if (RequiredSetting.RP_FILTER_STRICT != host.effective(link.name(), "rp_filter"))
        {
            return;
        }
        host.addresses().stream()
            .filter((info) -> info.address() instanceof Inet4Address && info.prefixLength() < IPV4_BITS &&
                info.interfaceIndex() != link.index() && isIn(address, info))
            .map((info) -> host.link(info.interfaceIndex()))
            .flatMap(Optional::stream)
            .filter((other) -> other.up() && !other.loopback())
            .findFirst()
            .ifPresent((other) -> findings.add(Finding.warning(
                name(), link.name(),
                "rp_filter is 1 (strict) and " + other.name() + " is in the network of " + InetText.of(address) +
                " too: ARP and pings of hosts that the kernel reaches by " + other.name() + " are not answered",
                "sysctl -w net.ipv4.conf." + link.name() + ".rp_filter=2, or only one interface in that network")));
    }

    private static boolean isOn(final Host host, final AddressInfo info, final String interfaceName)
    {
        return host.link(info.interfaceIndex()).filter((link) -> link.name().equals(interfaceName)).isPresent();
    }

    private static boolean isIn(final InetAddress address, final AddressInfo info)
    {
        final byte[] one = address.getAddress();
        final byte[] other = info.address().getAddress();
        boolean isSame = one.length == other.length;
        for (int bit = 0; isSame && bit < info.prefixLength(); bit++)
        {
            final int mask = 0x80 >> bit % Byte.SIZE;
            isSame = (one[bit / Byte.SIZE] & mask) == (other[bit / Byte.SIZE] & mask);
        }

        return isSame;
    }
}
