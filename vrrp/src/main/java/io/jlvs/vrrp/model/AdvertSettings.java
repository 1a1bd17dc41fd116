/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * How an instance speaks and listens.
 *
 * @param version                of the protocol.
 * @param isIpv6                 family of the adverts and of the addresses in them.
 * @param interfaceName          on which it speaks; may only be missing with unicast peers.
 * @param virtualRouterId        1..255.
 * @param source                 {@code mcast_src_ip} or {@code unicast_src_ip}; else the interface's first address.
 * @param group                  multicast group, 224.0.0.18 or ff02::12 if not given.
 * @param peers                  unicast peers; none for multicast.
 * @param isFaultWithoutPeer     {@code unicast_fault_no_peer}.
 * @param ttl                    of adverts to unicast peers.
 * @param authentication         of adverts.
 * @param isWithoutPseudoHeader  v3 over IPv4: {@code v3_checksum_as_v2}, checksums are sent as RFC 9568 is read.
 * @param isSkippingAddressCheck {@code skip_check_adv_addr}.
 * @param isCheckingUnicastSource {@code check_unicast_src}: adverts of others than the peers are dropped.
 * @param isStrict               {@code strict_mode} or {@code vrrp_strict}.
 * @param isAccepting            false with {@code no_accept}: packets to the addresses are dropped unless it owns them.
 * @param virtualMac             {@code use_vmac}, if given.
 */
public record AdvertSettings(
    VrrpVersion version,
    boolean isIpv6,
    Optional<String> interfaceName,
    int virtualRouterId,
    Optional<InetAddress> source,
    InetAddress group,
    List<UnicastPeer> peers,
    boolean isFaultWithoutPeer,
    int ttl,
    Authentication authentication,
    boolean isWithoutPseudoHeader,
    boolean isSkippingAddressCheck,
    boolean isCheckingUnicastSource,
    boolean isStrict,
    boolean isAccepting,
    Optional<VirtualMac> virtualMac)
{
    /**
     * A line of {@code unicast_peer}.
     *
     * @param address    of the other router.
     * @param minimumTtl lowest TTL taken from it, 0 if not checked.
     * @param maximumTtl highest TTL taken from it, 255 if not checked.
     */
    public record UnicastPeer(InetAddress address, int minimumTtl, int maximumTtl)
    {
    }

    /**
     * {@code use_vmac}.
     *
     * @param interfaceName      of the macvlan, if given; else {@code vrrp.VRID}.
     * @param mac                48 bits, if given; else 00:00:5e:00:01:VRID, for IPv6 00:00:5e:00:02:VRID.
     * @param isSendingFromBase  {@code vmac_xmit_base}: adverts leave by the interface below.
     */
    public record VirtualMac(Optional<String> interfaceName, Optional<Long> mac, boolean isSendingFromBase)
    {
    }
}
