/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.linux.netlink.LinkInfo;

import java.util.List;
import java.util.Set;

/**
 * Do offloads of the network card change packets beyond repair? Only LRO does: it merges segments and keeps no size to
 * cut them to again, so that such a frame cannot be handed to user space with an offload header. The kernel turns LRO
 * off where it forwards and where generic XDP is attached, not where AF_PACKET alone is used. GRO, TSO, checksums and
 * VLAN tags may stay on.
 */
final class OffloadCheck implements DoctorCheck
{
    private static final String LRO = "large-receive-offload";

    @Override
    public String name()
    {
        return "offload";
    }

    @Override
    public String subject()
    {
        return "offloads";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        return facts.host().links().stream()
            .filter(LinkInfo::up)
            .map(LinkInfo::name)
            .filter((name) -> facts.host().features().getOrDefault(name, Set.of()).contains(LRO))
            .map((name) -> Finding.error(
                name(), name, LRO + " is on: merged TCP segments are lost on the way to a real server",
                "ethtool -K " + name + " lro off"))
            .toList();
    }
}
