/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.AdvertSettings.UnicastPeer;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.VrrpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a test says of an instance; the rest is virtual router 51 with 10.0.0.100 or fe80::100, by multicast, at 1 s.
 */
record Instances(
    VrrpVersion version,
    boolean isIpv6,
    int virtualRouterId,
    long intervalNs,
    List<InetAddress> addresses,
    List<UnicastPeer> peers,
    Authentication authentication,
    boolean isWithoutPseudoHeader,
    boolean isSkippingAddressCheck,
    boolean isCheckingUnicastSource)
{
    static final InetAddress GROUP_V4 = ip("224.0.0.18");
    static final InetAddress GROUP_V6 = ip("ff02::12");

    static Instances v2(final Authentication authentication)
    {
        return new Instances(VrrpVersion.V2, false, 51, TimeUnit.SECONDS.toNanos(1), ips("10.0.0.100"),
            List.of(), authentication, false, false, false);
    }

    static Instances v3(final boolean isIpv6)
    {
        return new Instances(VrrpVersion.V3, isIpv6, 51, TimeUnit.SECONDS.toNanos(1),
            ips(isIpv6 ? "fe80::100" : "10.0.0.100"), List.of(), Authentication.NONE, false, false, false);
    }

    Instances virtualRouterId(final int id)
    {
        return new Instances(version, isIpv6, id, intervalNs, addresses, peers, authentication,
            isWithoutPseudoHeader, isSkippingAddressCheck, isCheckingUnicastSource);
    }

    Instances interval(final long newIntervalNs)
    {
        return new Instances(version, isIpv6, virtualRouterId, newIntervalNs, addresses, peers, authentication,
            isWithoutPseudoHeader, isSkippingAddressCheck, isCheckingUnicastSource);
    }

    Instances addresses(final String... newAddresses)
    {
        return new Instances(version, isIpv6, virtualRouterId, intervalNs, ips(newAddresses), peers, authentication,
            isWithoutPseudoHeader, isSkippingAddressCheck, isCheckingUnicastSource);
    }

    Instances peers(final UnicastPeer... newPeers)
    {
        return new Instances(version, isIpv6, virtualRouterId, intervalNs, addresses, List.of(newPeers),
            authentication, isWithoutPseudoHeader, isSkippingAddressCheck, isCheckingUnicastSource);
    }

    Instances authentication(final Authentication newAuthentication)
    {
        return new Instances(version, isIpv6, virtualRouterId, intervalNs, addresses, peers, newAuthentication,
            isWithoutPseudoHeader, isSkippingAddressCheck, isCheckingUnicastSource);
    }

    Instances withoutPseudoHeader()
    {
        return new Instances(version, isIpv6, virtualRouterId, intervalNs, addresses, peers, authentication,
            true, isSkippingAddressCheck, isCheckingUnicastSource);
    }

    Instances skippingAddressCheck()
    {
        return new Instances(version, isIpv6, virtualRouterId, intervalNs, addresses, peers, authentication,
            isWithoutPseudoHeader, true, isCheckingUnicastSource);
    }

    Instances checkingUnicastSource()
    {
        return new Instances(version, isIpv6, virtualRouterId, intervalNs, addresses, peers, authentication,
            isWithoutPseudoHeader, isSkippingAddressCheck, true);
    }

    AdvertSettings settings()
    {
        return new AdvertSettings(version, isIpv6, Optional.of("eth0"), virtualRouterId, Optional.empty(),
            isIpv6 ? GROUP_V6 : GROUP_V4, peers, false, 255, authentication, isWithoutPseudoHeader,
            isSkippingAddressCheck, isCheckingUnicastSource, false, true, Optional.empty());
    }

    AdvertEncoder encoder()
    {
        return new AdvertEncoder(settings(), addresses, intervalNs, new AuthenticationSequence());
    }

    AdvertDecoder decoder()
    {
        return new AdvertDecoder(settings(), addresses, intervalNs, new AuthenticationSequence());
    }

    static InetAddress ip(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    static List<InetAddress> ips(final String... texts)
    {
        return Arrays.stream(texts).map(Instances::ip).toList();
    }
}
