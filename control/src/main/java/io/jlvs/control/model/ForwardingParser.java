/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.dataplane.table.ForwardingCode;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code NAT|DR|TUN [type ipip|gue port N|gre [nocsum|csum|remcsum]]}.
 */
final class ForwardingParser
{
    private static final List<String> TUNNEL_TYPES = List.of("ipip", "gue", "gre");
    private static final List<String> CHECKSUMS = List.of("nocsum", "csum", "remcsum");
    private static final int IPIP = 0;
    private static final int GUE = 1;
    private static final int GRE = 2;
    private static final int REMOTE_CHECKSUM = 2;
    private static final int MAX_PORT = 65535;

    private ForwardingParser()
    {
    }

    static Optional<Forwarding> parse(final ConfigNode line, final Diagnostics diagnostics)
    {
        final Iterator<Word> words = line.arguments().iterator();
        final Word method = words.next();
        final Optional<Forwarding> result;
        switch (method.text())
        {
            case "NAT":
                result = words.hasNext() ? Optional.empty() : Optional.of(Forwarding.NAT);
                break;

            case "DR":
                result = words.hasNext() ? Optional.empty() : Optional.of(Forwarding.DR);
                break;

            case "TUN":
                result = tunnel(words);
                break;

            default:
                result = Optional.empty();
                break;
        }
        if (result.isEmpty())
        {
            diagnostics.error(method.position(), "'" + line.name() + " " +
                String.join(" ", line.arguments().stream().map(Word::text).toList()) +
                "': want NAT, DR, TUN or TUN type ipip | gue port N | gre, with nocsum, csum or remcsum; " +
                "the line is left out");
        }

        return result;
    }

    private static Optional<Forwarding> tunnel(final Iterator<Word> words)
    {
        int type = IPIP;
        int port = 0;
        int checksum = 0;
        while (words.hasNext())
        {
            final String option = words.next().text();
            final String value = words.hasNext() && ("type".equals(option) || "port".equals(option)) ?
                words.next().text() : "";
            if ("type".equals(option) && TUNNEL_TYPES.contains(value))
            {
                type = TUNNEL_TYPES.indexOf(value);
            }
            else if ("port".equals(option) && value.matches("[1-9][0-9]{0,4}"))
            {
                port = Integer.parseInt(value);
            }
            else if (CHECKSUMS.contains(option))
            {
                checksum = CHECKSUMS.indexOf(option);
            }
            else
            {
                return Optional.empty();
            }
        }

        final boolean isPossible = GUE == type == port > 0 && port <= MAX_PORT &&
            (type != IPIP || 0 == checksum) && (type != GRE || checksum != REMOTE_CHECKSUM);

        return isPossible ?
            Optional.of(new Forwarding(ForwardingCode.TUNNEL, type, port, checksum)) : Optional.empty();
    }
}
