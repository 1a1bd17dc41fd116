/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * The commands of ipvsadm with what each needs and allows beside it. Help and version are not among them: they end the
 * program as soon as they are read.
 */
enum CommandKind
{
    ADD_SERVICE("add-service", OptionKind.SERVICE.bit(), Allowed.SERVICE_SETTINGS, 0),
    EDIT_SERVICE("edit-service", OptionKind.SERVICE.bit(), Allowed.SERVICE_SETTINGS, 0),
    DELETE_SERVICE("delete-service", OptionKind.SERVICE.bit(), 0, 0),
    FLUSH("flush", 0, 0, 0),
    LIST("list", 0, Allowed.LISTING, Allowed.LISTED_THINGS),
    ADD_SERVER("add-server", Allowed.SERVER, Allowed.SERVER_SETTINGS, 0),
    DELETE_SERVER("delete-server", Allowed.SERVER, 0, 0),
    EDIT_SERVER("edit-server", Allowed.SERVER, Allowed.SERVER_SETTINGS, 0),
    SET_TIMEOUTS("set", 0, 0, 0),
    START_DAEMON("start-daemon", 0, Allowed.DAEMON_SETTINGS, 0),
    STOP_DAEMON("stop-daemon", 0, OptionKind.SYNC_ID.bit(), 0),
    RESTORE("restore", 0, 0, 0),
    SAVE("save", 0, OptionKind.NUMERIC.bit(), 0),
    ZERO("zero", 0, OptionKind.SERVICE.bit(), 0);

    private static final OptionKind[] KINDS = OptionKind.values();

    private final String text;
    private final long required;
    private final long allowed;
    private final long exclusive;

    CommandKind(final String text, final long required, final long allowed, final long exclusive)
    {
        this.text = text;
        this.required = required;
        this.allowed = required | allowed | exclusive;
        this.exclusive = exclusive;
    }

    /**
     * Check a set of options, in the order of {@link OptionKind}, against this command.
     *
     * @param options bits of the kinds that were given.
     * @return the first complaint, or null.
     */
    String complaint(final long options)
    {
        OptionKind first = null;
        for (final OptionKind kind : KINDS)
        {
            final long bit = kind.bit();
            if (0 == (options & bit))
            {
                if (0 != (required & bit))
                {
                    return join("You need to supply the '", kind.text(), "' option for the '", text, "' command");
                }
            }
            else if (0 == (allowed & bit))
            {
                return join("Illegal '", kind.text(), "' option with the '", text, "' command");
            }
            else if (0 != (exclusive & bit))
            {
                if (null != first)
                {
                    return join("The option '", kind.text(), "' conflicts with the '", first.text(),
                        "' option in the '", text, "' command");
                }
                first = kind;
            }
        }
        return null;
    }

    /**
     * Join strings without the start-up cost of a concatenation bootstrap.
     *
     * @param parts in order.
     * @return one string.
     */
    static String join(final String... parts)
    {
        final StringBuilder builder = new StringBuilder(96);
        for (final String part : parts)
        {
            builder.append(part);
        }
        return builder.toString();
    }

    /** Sets of kinds; apart, as an enum's constants are made before its other static fields. */
    private static final class Allowed
    {
        static final long SERVICE_SETTINGS = OptionKind.SCHEDULER.bit() | OptionKind.PERSISTENT.bit() |
            OptionKind.NETMASK.bit() | OptionKind.ONE_PACKET.bit() | OptionKind.PERSISTENCE_ENGINE.bit() |
            OptionKind.SCHEDULER_FLAGS.bit();

        static final long LISTED_THINGS = OptionKind.CONNECTION.bit() | OptionKind.SERVICE.bit() |
            OptionKind.TIMEOUT.bit() | OptionKind.DAEMON.bit();

        static final long LISTING = OptionKind.NUMERIC.bit() | OptionKind.STATS.bit() | OptionKind.RATE.bit() |
            OptionKind.THRESHOLDS.bit() | OptionKind.PERSISTENT_CONN.bit() | OptionKind.NOSORT.bit() |
            OptionKind.SYNC_ID.bit() | OptionKind.EXACT.bit() | OptionKind.TUNNEL_INFO.bit();

        static final long SERVER = OptionKind.SERVICE.bit() | OptionKind.SERVER.bit();

        static final long SERVER_SETTINGS = OptionKind.FORWARDING.bit() | OptionKind.WEIGHT.bit() |
            OptionKind.UPPER_THRESHOLD.bit() | OptionKind.LOWER_THRESHOLD.bit() | OptionKind.TUNNEL_TYPE.bit() |
            OptionKind.TUNNEL_PORT.bit() | OptionKind.TUNNEL_NO_CHECKSUM.bit() | OptionKind.TUNNEL_CHECKSUM.bit() |
            OptionKind.TUNNEL_REMOTE_CHECKSUM.bit();

        static final long DAEMON_SETTINGS = OptionKind.MCAST_INTERFACE.bit() | OptionKind.SYNC_ID.bit() |
            OptionKind.MCAST_GROUP.bit() | OptionKind.MCAST_PORT.bit() | OptionKind.MCAST_TTL.bit() |
            OptionKind.SYNC_MAX_LENGTH.bit();

        private Allowed()
        {
        }
    }
}
