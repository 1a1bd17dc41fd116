/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.packet;

/**
 * What became of a frame: one verdict for each, one counter for each verdict.
 * <p>
 * "Pass" means that jlvs leaves the packet to the kernel under the director, "drop" that nobody answers (the guard
 * keeps the kernel silent), "answer" that jlvs itself said what IPVS would say.
 */
public enum Verdict
{
    /** Forwarded by direct routing. */
    FORWARD_DIRECT_ROUTE("forward-dr"),
    /** Forwarded in an IPIP tunnel. */
    FORWARD_TUNNEL("forward-tun"),
    /** Held until the hardware address of the next hop is known. */
    HELD_FOR_NEIGHBOUR("held-neighbour"),
    /** A fragment that waits for the rest of its datagram. */
    HELD_FOR_FRAGMENTS("held-fragments"),

    /** Not IP (ARP and all else). */
    PASS_NOT_IP("pass-not-ip"),
    /** Addressed to another host, or a broadcast. */
    PASS_NOT_FOR_HOST("pass-not-for-host"),
    /** IP, but of no service. */
    PASS_NO_SERVICE("pass-no-service"),
    /** ICMP that concerns no connection (a ping to the VIP). */
    PASS_ICMP("pass-icmp"),

    /** Too short, or lengths that contradict each other. */
    DROP_MALFORMED("drop-malformed"),
    /** The connection's server was deleted (expire_nodest_conn=0: it may come back). */
    DROP_NO_DESTINATION("drop-no-destination"),
    /** A stray segment of a service to which IPVS gives no answer either (RST, bad checksum). */
    DROP_STRAY("drop-stray"),
    /** A fragment whose first fragment was not seen. */
    DROP_FRAGMENT("drop-fragment"),
    /** No route to the server, or its hardware address did not resolve in time. */
    DROP_NO_NEIGHBOUR("drop-no-neighbour"),
    /** The answer was withheld by the ICMP rate limit. */
    DROP_RATE_LIMITED("drop-rate-limited"),
    /** The director itself failed on the packet; the error log tells why. */
    DROP_ERROR("drop-error"),
    /** The transmit ring was full. */
    DROP_TRANSMIT("drop-transmit"),

    /** Service without an available server: ICMP port unreachable. */
    ANSWER_PORT_UNREACHABLE("answer-port-unreachable"),
    /** Stray TCP segment of a service: RST. */
    ANSWER_RESET("answer-reset"),
    /** TTL or hop limit ran out: ICMP time exceeded. */
    ANSWER_TIME_EXCEEDED("answer-time-exceeded"),
    /** Too big for the path to the server: ICMP fragmentation needed or packet too big. */
    ANSWER_TOO_BIG("answer-too-big");

    private static final Verdict[] VALUES = values();

    private final String label;

    Verdict(final String label)
    {
        this.label = label;
    }

    /**
     * Name as it appears in counters and in {@code jlvs simulate}.
     *
     * @return a lower-case name with dashes, stable between releases.
     */
    public String label()
    {
        return label;
    }

    /**
     * Number of verdicts.
     *
     * @return number of verdicts.
     */
    public static int count()
    {
        return VALUES.length;
    }

    /**
     * Verdict by ordinal, without allocation.
     *
     * @param ordinal of the verdict.
     * @return the verdict.
     */
    public static Verdict get(final int ordinal)
    {
        return VALUES[ordinal];
    }
}
