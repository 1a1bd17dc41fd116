/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.io;

import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import java.util.Optional;

/**
 * What instances have in common that share an {@link AdvertSocket}.
 *
 * @param interfaceName that adverts go out and come in by; none for unicast by the routes of the host.
 * @param isIpv6        family.
 * @param protocol      112, or 51 with authentication headers.
 */
public record AdvertChannel(Optional<String> interfaceName, boolean isIpv6, int protocol)
{
    /**
     * The channel of an instance.
     *
     * @param settings      of the instance.
     * @param interfaceName that it speaks on: the interface, or that of the virtual MAC.
     * @return channel.
     */
    public static AdvertChannel of(final AdvertSettings settings, final Optional<String> interfaceName)
    {
        final boolean isWithHeader = settings.authentication() instanceof Authentication.Header;
        return new AdvertChannel(
            interfaceName, settings.isIpv6(), isWithHeader ? IpProtocol.AUTHENTICATION : IpProtocol.VRRP);
    }
}
