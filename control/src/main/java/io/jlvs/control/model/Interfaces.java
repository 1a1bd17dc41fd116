/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Word;

/**
 * Network interfaces by name.
 *
 * @param host      that has them.
 * @param isDynamic {@code dynamic_interfaces}: they may appear later.
 */
record Interfaces(HostFacts host, boolean isDynamic)
{
    boolean isKnown(final String name)
    {
        return isDynamic || host.hasInterface(name);
    }

    boolean isWithoutAddress(final String name, final boolean isIpv6)
    {
        return host.hasInterface(name) && !host.hasAddress(name, isIpv6);
    }

    /** The name of an interface that exists or may appear later. */
    String require(final Word word) throws UnusableLineException
    {
        if (!isKnown(word.text()))
        {
            throw new UnusableLineException(word.position(), "interface '" + word.text() +
                "' does not exist on this machine; 'ip link' lists those that do");
        }

        return word.text();
    }
}
