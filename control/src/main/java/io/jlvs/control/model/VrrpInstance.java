/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A block {@code vrrp_instance}: what the election needs, and the tree of the block for everything else.
 *
 * @param name              of the instance.
 * @param isInitialMaster   {@code state MASTER}.
 * @param interfaceName     on which it speaks, if given.
 * @param virtualRouterId   1..255, 0 if missing.
 * @param priority          1..255.
 * @param advertIntervalNs  between advertisements.
 * @param authentication    if any.
 * @param isPreempting      false with {@code nopreempt}.
 * @param preemptDelayNs    before a higher priority takes over.
 * @param virtualAddresses  addresses it owns while master.
 * @param trackedScripts    names of scripts.
 * @param node              the block.
 */
public record VrrpInstance(
    String name,
    boolean isInitialMaster,
    Optional<String> interfaceName,
    int virtualRouterId,
    int priority,
    long advertIntervalNs,
    Optional<Authentication> authentication,
    boolean isPreempting,
    long preemptDelayNs,
    List<VirtualAddress> virtualAddresses,
    List<String> trackedScripts,
    ConfigNode node)
{
    /**
     * The block {@code authentication}.
     *
     * @param isHeader true for AH, false for PASS.
     * @param password at most 8 characters.
     */
    public record Authentication(boolean isHeader, String password)
    {
    }

    /**
     * A line of {@code virtual_ipaddress}.
     *
     * @param address      to own.
     * @param prefixLength of its network; the whole address if not given.
     * @param options      words behind the address: dev, label, scope...
     */
    public record VirtualAddress(InetAddress address, int prefixLength, List<String> options)
    {
    }
}
