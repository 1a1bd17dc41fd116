/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Routing netlink (rtnetlink(7)): links, addresses, neighbours and routes of the kernel, read, asked for and watched,
 * and (with rules) changed in batches.
 * Blocking calls of the slow path, except {@link io.jlvs.dataplane.linux.netlink.NetlinkMonitor}, which only looks at
 * what has arrived. Addresses of other families than IPv4 and IPv6 are left out.
 */
package io.jlvs.dataplane.linux.netlink;
