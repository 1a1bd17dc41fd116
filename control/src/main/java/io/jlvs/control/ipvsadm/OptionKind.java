/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * What may be said at most once on a command line, by the name that ipvsadm gives it in its messages. Several options
 * may say the same kind of thing ({@code -g}, {@code -i} and {@code -m}). The order is the order of the checks.
 */
enum OptionKind
{
    NUMERIC("numeric"),
    CONNECTION("connection"),
    SERVICE("service-address"),
    SCHEDULER("scheduler"),
    PERSISTENT("persistent"),
    NETMASK("netmask"),
    SERVER("real-server"),
    FORWARDING("forwarding-method"),
    WEIGHT("weight"),
    UPPER_THRESHOLD("u-threshold"),
    LOWER_THRESHOLD("l-threshold"),
    MCAST_INTERFACE("mcast-interface"),
    TIMEOUT("timeout"),
    DAEMON("daemon"),
    STATS("stats"),
    RATE("rate"),
    THRESHOLDS("thresholds"),
    PERSISTENT_CONN("persistent-conn"),
    NOSORT("nosort"),
    SYNC_ID("syncid"),
    EXACT("exact"),
    ONE_PACKET("ops"),
    PERSISTENCE_ENGINE("pe"),
    SCHEDULER_FLAGS("sched-flags"),
    MCAST_GROUP("mcast-group"),
    MCAST_PORT("mcast-port"),
    MCAST_TTL("mcast-ttl"),
    SYNC_MAX_LENGTH("sync-maxlen"),
    TUNNEL_INFO("tun-info"),
    TUNNEL_TYPE("tun-type"),
    TUNNEL_PORT("tun-port"),
    TUNNEL_NO_CHECKSUM("tun-nocsum"),
    TUNNEL_CHECKSUM("tun-csum"),
    TUNNEL_REMOTE_CHECKSUM("tun-remcsum");

    private final String text;

    OptionKind(final String text)
    {
        this.text = text;
    }

    /**
     * Name in messages.
     *
     * @return the long option's name, or a common name where several options say the same.
     */
    String text()
    {
        return text;
    }

    /**
     * Position in a set of kinds.
     *
     * @return one bit.
     */
    long bit()
    {
        return 1L << ordinal();
    }
}
