/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.scheduler.SchedulerRegistry;
import io.jlvs.dataplane.table.ForwardingCode;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which settings the director accepts: first what kernel IPVS refuses (ip_vs_add_service, ip_vs_add_dest in
 * net/netfilter/ipvs/ip_vs_ctl.c), then what this version does not offer yet.
 */
final class SpecCheck
{
    private static final int FULL_IPV4_MASK = -1;
    private static final int FULL_IPV6_PREFIX = 128;

    private SpecCheck()
    {
    }

    static Outcome service(final ServiceKey key, final ServiceSpec spec)
    {
        if (SchedulerRegistry.find(spec.schedulerName()).isEmpty())
        {
            return Outcome.of(ResponseCode.NO_SUCH_SCHEDULER);
        }

        if (!spec.persistenceEngine().isEmpty())
        {
            return Outcome.of(ResponseCode.NO_SUCH_SCHEDULER);
        }

        if (0 != key.firewallMark())
        {
            return Outcome.unsupported("firewall mark services are not offered by this version of jlvs");
        }

        if (0 == key.port())
        {
            return Outcome.unsupported("services on all ports (port 0) are not offered by this version of jlvs");
        }

        if (IpProtocol.TCP != key.protocol() && IpProtocol.UDP != key.protocol())
        {
            return Outcome.unsupported(
                IpProtocol.name(key.protocol()) + " services are not offered by this version of jlvs");
        }

        if (spec.onePacket())
        {
            return Outcome.unsupported("one-packet scheduling is not offered by this version of jlvs");
        }

        final int fullMask = key.address() instanceof Inet6Address ? FULL_IPV6_PREFIX : FULL_IPV4_MASK;
        if (0 != spec.persistenceTimeoutSeconds() && fullMask != spec.netmask())
        {
            return Outcome.unsupported("persistence by netmask is not offered by this version of jlvs");
        }

        return Outcome.OK;
    }

    /**
     * What is refused for any destination, known or not.
     */
    static Outcome range(final DestinationSpec spec)
    {
        return spec.weight() < 0 || spec.lowerThreshold() > spec.upperThreshold() ?
            Outcome.of(ResponseCode.OUT_OF_RANGE) : Outcome.OK;
    }

    /**
     * What is refused for a new destination.
     */
    static Outcome address(final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        final boolean isSameFamily = key.address().getClass() == service.address().getClass();
        return isUnicast(key.address()) && (isSameFamily || ForwardingCode.TUNNEL == spec.forwardingCode()) ?
            Outcome.OK : Outcome.of(ResponseCode.INVALID);
    }

    /**
     * What this version does not offer.
     */
    static Outcome offered(final DestinationSpec spec)
    {
        if (ForwardingCode.DIRECT_ROUTE != spec.forwardingCode() && ForwardingCode.TUNNEL != spec.forwardingCode())
        {
            return Outcome.unsupported(
                "forwarding by address translation (NAT, -m) is not offered by this version of jlvs: use -g or -i");
        }

        if (0 != spec.tunnelType())
        {
            return Outcome.unsupported("GUE and GRE tunnels are not offered by this version of jlvs: use ipip");
        }

        if (0 != spec.upperThreshold())
        {
            return Outcome.unsupported("connection thresholds (-x, -y) are not offered by this version of jlvs");
        }

        return Outcome.OK;
    }

    private static boolean isUnicast(final InetAddress address)
    {
        final byte[] bytes = address.getAddress();
        final boolean isBroadcast = 4 == bytes.length && -1 == (bytes[0] & bytes[1] & bytes[2] & bytes[3]);
        final boolean isLinkLocal = 16 == bytes.length && address.isLinkLocalAddress();
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !isBroadcast && !isLinkLocal;
    }
}
