/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * The options of ipvsadm 1.31. Long names are never abbreviated.
 */
enum IpvsadmOption
{
    ADD_SERVICE("add-service", 'A', Argument.NONE),
    EDIT_SERVICE("edit-service", 'E', Argument.NONE),
    DELETE_SERVICE("delete-service", 'D', Argument.NONE),
    CLEAR("clear", 'C', Argument.NONE),
    LIST("list", 'L', Argument.NONE),
    LIST_SMALL("list", 'l', Argument.NONE),
    ZERO("zero", 'Z', Argument.NONE),
    ADD_SERVER("add-server", 'a', Argument.NONE),
    EDIT_SERVER("edit-server", 'e', Argument.NONE),
    DELETE_SERVER("delete-server", 'd', Argument.NONE),
    SET("set", '\0', Argument.NONE),
    HELP("help", 'h', Argument.NONE),
    VERSION("version", 'v', Argument.NONE),
    RESTORE("restore", 'R', Argument.NONE),
    SAVE("save", 'S', Argument.NONE),
    START_DAEMON("start-daemon", '\0', Argument.REQUIRED),
    STOP_DAEMON("stop-daemon", '\0', Argument.REQUIRED),
    TCP_SERVICE("tcp-service", 't', Argument.REQUIRED),
    UDP_SERVICE("udp-service", 'u', Argument.REQUIRED),
    SCTP_SERVICE("sctp-service", '\0', Argument.REQUIRED),
    FWMARK_SERVICE("fwmark-service", 'f', Argument.REQUIRED),
    SCHEDULER("scheduler", 's', Argument.REQUIRED),
    PERSISTENT("persistent", 'p', Argument.OPTIONAL),
    NETMASK("netmask", 'M', Argument.REQUIRED),
    REAL_SERVER("real-server", 'r', Argument.REQUIRED),
    MASQUERADING("masquerading", 'm', Argument.NONE),
    IPIP("ipip", 'i', Argument.NONE),
    GATEWAYING("gatewaying", 'g', Argument.NONE),
    WEIGHT("weight", 'w', Argument.REQUIRED),
    U_THRESHOLD("u-threshold", 'x', Argument.REQUIRED),
    L_THRESHOLD("l-threshold", 'y', Argument.REQUIRED),
    NUMERIC("numeric", 'n', Argument.NONE),
    CONNECTION("connection", 'c', Argument.NONE),
    MCAST_INTERFACE("mcast-interface", '\0', Argument.REQUIRED),
    SYNCID("syncid", '\0', Argument.REQUIRED),
    TIMEOUT("timeout", '\0', Argument.NONE),
    DAEMON("daemon", '\0', Argument.NONE),
    STATS("stats", '\0', Argument.NONE),
    RATE("rate", '\0', Argument.NONE),
    THRESHOLDS("thresholds", '\0', Argument.NONE),
    PERSISTENT_CONN("persistent-conn", '\0', Argument.NONE),
    NOSORT("nosort", '\0', Argument.NONE),
    SORT("sort", '\0', Argument.NONE),
    EXACT("exact", 'X', Argument.NONE),
    IPV6("ipv6", '6', Argument.NONE),
    OPS("ops", 'o', Argument.NONE),
    PE("pe", '\0', Argument.REQUIRED),
    SCHED_FLAGS("sched-flags", 'b', Argument.REQUIRED),
    MCAST_GROUP("mcast-group", '\0', Argument.REQUIRED),
    MCAST_PORT("mcast-port", '\0', Argument.REQUIRED),
    MCAST_TTL("mcast-ttl", '\0', Argument.REQUIRED),
    SYNC_MAXLEN("sync-maxlen", '\0', Argument.REQUIRED),
    TUN_INFO("tun-info", '\0', Argument.NONE),
    TUN_TYPE("tun-type", '\0', Argument.REQUIRED),
    TUN_PORT("tun-port", '\0', Argument.REQUIRED),
    TUN_NOCSUM("tun-nocsum", '\0', Argument.NONE),
    TUN_CSUM("tun-csum", '\0', Argument.NONE),
    TUN_REMCSUM("tun-remcsum", '\0', Argument.NONE);

    private static final IpvsadmOption[] VALUES = values();

    private final String longName;
    private final char shortName;
    private final int argument;

    IpvsadmOption(final String longName, final char shortName, final int argument)
    {
        this.longName = longName;
        this.shortName = shortName;
        this.argument = argument;
    }

    /**
     * Option by long name.
     *
     * @param name without dashes.
     * @return null for an unknown name.
     */
    static IpvsadmOption ofLongName(final String name)
    {
        for (final IpvsadmOption option : VALUES)
        {
            if (option.longName.equals(name))
            {
                return option;
            }
        }
        return null;
    }

    /**
     * Option by letter.
     *
     * @param name the letter.
     * @return null for an unknown letter.
     */
    static IpvsadmOption ofShortName(final char name)
    {
        for (final IpvsadmOption option : VALUES)
        {
            if ('\0' != name && option.shortName == name)
            {
                return option;
            }
        }
        return null;
    }

    /**
     * Whether an argument may follow.
     *
     * @return true for a required or an optional one.
     */
    boolean takesArgument()
    {
        return Argument.NONE != argument;
    }

    /**
     * Whether the argument may be left out.
     *
     * @return true only for {@code -p}.
     */
    boolean argumentIsOptional()
    {
        return Argument.OPTIONAL == argument;
    }

    /** Kinds of argument. */
    private static final class Argument
    {
        static final int NONE = 0;
        static final int REQUIRED = 1;
        static final int OPTIONAL = 2;

        private Argument()
        {
        }
    }
}
