/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;


import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Addresses and MAC addresses as people write them.
 */
final class Text
{
    private static final int MAC_BYTES = 6;

    private Text()
    {
    }

    static String mac(final long mac)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = MAC_BYTES - 1; i >= 0; i--)
        {
            text.append(String.format("%02x", mac >> i * Byte.SIZE & 0xFF)).append(0 == i ? "" : ":");
        }

        return text.toString();
    }

    static String addresses(final Collection<InetAddress> addresses)
    {
        return addresses.stream().map(InetText::of).sorted().collect(Collectors.joining(", "));
    }
}
