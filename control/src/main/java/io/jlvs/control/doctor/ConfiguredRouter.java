/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration says of a virtual router, as far as others on the wire can contradict it.
 *
 * @param name               of the instance.
 * @param interfaceName      on which it speaks, if given.
 * @param virtualRouterId    1..255.
 * @param isIpv6             family of the adverts.
 * @param version            of VRRP.
 * @param intervalMs         between adverts.
 * @param authenticationType of version 2: 0 none, 1 password, 2 header; 0 in version 3.
 * @param addresses          in the adverts.
 */
public record ConfiguredRouter(
    String name,
    Optional<String> interfaceName,
    int virtualRouterId,
    boolean isIpv6,
    int version,
    long intervalMs,
    int authenticationType,
    Set<InetAddress> addresses)
{
    /**
     * Keep an immutable copy.
     */
    public ConfiguredRouter
    {
        addresses = Set.copyOf(addresses);
    }
}
