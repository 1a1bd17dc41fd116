/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

/**
 * What the {@link FlowOffload} did with a packet: one for each packet that it sees. The ordinal is the index in the
 * offload's counters ({@code enum outcome} in director.bpf.c), so new ones come last.
 */
public enum OffloadOutcome
{
    /** Sent to the server's MAC address. */
    FORWARD_DIRECT_ROUTE("forward-dr"),
    /** Sent in an IPIP tunnel. */
    FORWARD_TUNNEL("forward-tun"),
    /** Up: ARP and all else that is not IP, or IP in more than one VLAN tag. */
    UP_NOT_IP("up-not-ip"),
    /** Up: for another MAC address than the interface's, multicast and broadcast included. */
    UP_NOT_FOR_HOST("up-not-for-host"),
    /** Up: truncated, wrong lengths or checksum. */
    UP_MALFORMED("up-malformed"),
    /** Up: IPv4 options or IPv6 extension headers. */
    UP_OPTIONS("up-options"),
    /** Up: fragments. */
    UP_FRAGMENT("up-fragment"),
    /** Up: neither TCP nor UDP nor SCTP, ICMP for example. */
    UP_PROTOCOL("up-protocol"),
    /** Up: the TTL ends here. */
    UP_TTL("up-ttl"),
    /** Up: TCP with SYN, FIN or RST. */
    UP_TCP_FLAGS("up-tcp-flags"),
    /** Up: no such flow in the table. */
    UP_UNKNOWN("up-unknown"),
    /** Up: the connection is not in a state in which only data flow. */
    UP_STATE("up-state"),
    /** Up: idle for longer than its time-out. */
    UP_EXPIRED("up-expired"),
    /** Up: a forwarding method that only the workers know. */
    UP_METHOD("up-method"),
    /** Up: server deleted, or its MAC address not known. */
    UP_DESTINATION("up-destination"),
    /** Up: larger than the MTU towards the server; super-frames among them. */
    UP_TOO_LONG("up-too-long"),
    /** Up: the flow or its server changed while the packet was looked at. */
    UP_CHANGED("up-changed"),
    /** Up: the driver gave no room for the outer header. */
    UP_NO_HEADROOM("up-no-headroom"),
    /** Up: the director has been silent for the orphan time. */
    UP_ORPHANED("up-orphaned"),
    /** Up: on an interface that the director does not work on. */
    UP_INTERFACE("up-interface");

    private final String label;

    OffloadOutcome(final String label)
    {
        this.label = label;
    }

    /**
     * Name for people and metrics.
     *
     * @return lower-case name with dashes.
     */
    public String label()
    {
        return label;
    }
}
