/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Settings of this host's network stack that the director's own answers follow, so that they look like the kernel's.
 *
 * @param defaultTtl            net.ipv4.ip_default_ttl.
 * @param icmpMessagesPerSecond net.ipv4.icmp_msgs_per_sec.
 * @param icmpBurst             net.ipv4.icmp_msgs_burst.
 */
record KernelSettings(int defaultTtl, int icmpMessagesPerSecond, int icmpBurst)
{
    /** Messages per second that nobody reaches. */
    static final int UNLIMITED = 1_000_000_000;

    private static final Path SYSCTL = Path.of("/proc/sys/net/ipv4");

    static KernelSettings read()
    {
        // "0 to disable any limiting", Documentation/networking/ip-sysctl.rst.
        final boolean isLimited = 0 != read("icmp_ratelimit", 1_000);
        return new KernelSettings(
            read("ip_default_ttl", 64),
            isLimited ? read("icmp_msgs_per_sec", 1_000) : UNLIMITED,
            isLimited ? read("icmp_msgs_burst", 50) : UNLIMITED);
    }

    private static int read(final String name, final int fallback)
    {
        // A sysctl gives its value to the first read(2) only, so the buffer must be large enough for all of it.
        try (BufferedReader reader = Files.newBufferedReader(SYSCTL.resolve(name)))
        {
            return Integer.parseInt(reader.readLine().trim());
        }
        catch (final IOException | RuntimeException ex)
        {
            return fallback;
        }
    }
}
