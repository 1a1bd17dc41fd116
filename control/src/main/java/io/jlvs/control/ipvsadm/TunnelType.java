/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

/**
 * Encapsulations of the tunnel forwarding method, numbered as in {@code DestinationSpec}, with the tunnel options that
 * each needs and allows. At most one of the checksum options may be given.
 */
enum TunnelType
{
    IPIP("ipip", 0, 0),
    GUE("gue", OptionKind.TUNNEL_PORT.bit(),
        OptionKind.TUNNEL_NO_CHECKSUM.bit() | OptionKind.TUNNEL_CHECKSUM.bit() |
        OptionKind.TUNNEL_REMOTE_CHECKSUM.bit()),
    GRE("gre", 0, OptionKind.TUNNEL_NO_CHECKSUM.bit() | OptionKind.TUNNEL_CHECKSUM.bit());

    private static final TunnelType[] TYPES = values();
    private static final OptionKind[] KINDS =
    {
        OptionKind.TUNNEL_PORT, OptionKind.TUNNEL_NO_CHECKSUM, OptionKind.TUNNEL_CHECKSUM,
        OptionKind.TUNNEL_REMOTE_CHECKSUM,
    };

    private final String text;
    private final long required;
    private final long exclusive;

    TunnelType(final String text, final long required, final long exclusive)
    {
        this.text = text;
        this.required = required;
        this.exclusive = exclusive;
    }

    /**
     * Type by its name.
     *
     * @param text as given on the command line.
     * @return null for an unknown name.
     */
    static TunnelType of(final String text)
    {
        for (final TunnelType type : TYPES)
        {
            if (type.text.equals(text))
            {
                return type;
            }
        }
        return null;
    }

    /**
     * Type by its number.
     *
     * @param number as in {@code DestinationSpec}.
     * @return null for an unknown number.
     */
    static TunnelType of(final int number)
    {
        return number >= 0 && number < TYPES.length ? TYPES[number] : null;
    }

    /**
     * Name on the command line.
     *
     * @return "ipip", "gue" or "gre".
     */
    String text()
    {
        return text;
    }

    /**
     * Check the tunnel options against this type.
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
                    return CommandKind.join(
                        "You need to supply the '", kind.text(), "' option for the '", text, "' tunnel type");
                }
            }
            else if (0 == ((required | exclusive) & bit))
            {
                return CommandKind.join("Illegal '", kind.text(), "' option with the '", text, "' tunnel type");
            }
            else if (0 != (exclusive & bit))
            {
                if (null != first)
                {
                    return CommandKind.join("The option '", kind.text(), "' conflicts with the '", first.text(),
                        "' option in the '", text, "' tunnel type");
                }
                first = kind;
            }
        }
        return null;
    }
}
