/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Position;
import io.jlvs.vrrp.model.VrrpVersion;

import java.util.Optional;

/**
 * What the parts of one {@code vrrp_instance} have to know of each other while they are built.
 *
 * @param node          the block.
 * @param values        of its lines.
 * @param report        for messages.
 * @param defaults      of global_defs.
 * @param isIpv6        family of the instance.
 * @param version       of the protocol.
 * @param isStrict      the RFCs are kept to the letter.
 * @param interfaceName on which it speaks, if any.
 */
record InstanceScope(
    ConfigNode node,
    Values values,
    BlockReport report,
    VrrpDefaults defaults,
    boolean isIpv6,
    VrrpVersion version,
    boolean isStrict,
    Optional<String> interfaceName)
{
    boolean has(final String name)
    {
        return values.line(name).isPresent();
    }

    /** Where a keyword stands; the block if it is not there. */
    Position place(final String name)
    {
        return values.line(name).map(ConfigNode::position).orElse(node.position());
    }

    /** A value of the instance, of global_defs, or the one that strict mode demands. */
    boolean strictFlag(final String name, final boolean inherited, final boolean strictValue)
    {
        final Optional<Boolean> own = values.bool(name);
        if (!isStrict)
        {
            return own.orElse(inherited);
        }
        if (own.isPresent() && own.get() != strictValue)
        {
            report.error(place(name), "strict mode does not allow '" + name + "'; it is left out");
        }

        return strictValue;
    }
}
