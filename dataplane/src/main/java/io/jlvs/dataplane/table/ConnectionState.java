/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * States of connections and templates, TCP in the order of IPVS (enum in include/net/ip_vs.h), with the names that
 * {@code ipvsadm -Lnc} prints.
 */
public final class ConnectionState
{
    /** Nothing seen yet; a template under which no TCP connection was established, and every UDP template. */
    public static final int NONE = 0;
    /** TCP established. */
    public static final int ESTABLISHED = 1;
    /** TCP SYN sent. */
    public static final int SYN_SENT = 2;
    /** TCP SYN received. */
    public static final int SYN_RECV = 3;
    /** TCP FIN seen. */
    public static final int FIN_WAIT = 4;
    /** TCP time wait. */
    public static final int TIME_WAIT = 5;
    /** TCP closed. */
    public static final int CLOSE = 6;
    /** TCP close wait. */
    public static final int CLOSE_WAIT = 7;
    /** TCP last ACK. */
    public static final int LAST_ACK = 8;
    /** TCP listen. */
    public static final int LISTEN = 9;
    /** TCP SYN+ACK, only with the table of secure_tcp. */
    public static final int SYNACK = 10;
    /** The one state of UDP. */
    public static final int UDP = 11;
    /** A template under which a TCP connection was established. */
    public static final int ASSURED = 12;
    /** Number of TCP states. */
    public static final int TCP_COUNT = SYNACK + 1;

    private static final String[] NAMES =
    {
        "NONE", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK",
        "LISTEN", "SYNACK", "UDP", "ASSURED"
    };

    private ConnectionState()
    {
    }

    /**
     * Name as {@code ipvsadm -Lnc} prints it.
     *
     * @param state one of the constants.
     * @return the name, "ERR!" for anything else, as IPVS says.
     */
    public static String name(final int state)
    {
        return state >= 0 && state < NAMES.length ? NAMES[state] : "ERR!";
    }
}
