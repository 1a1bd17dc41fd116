/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process may do. Immutable; read once from the kernel.
 *
 * @param effectiveUserId       0 for root.
 * @param effectiveCapabilities bit mask of include/uapi/linux/capability.h.
 */
public record Privileges(int effectiveUserId, long effectiveCapabilities)
{
    /** Interfaces, routes, rings. */
    public static final int CAP_NET_ADMIN = 12;
    /** AF_PACKET sockets. */
    public static final int CAP_NET_RAW = 13;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "CapEff:";

    /**
     * Privileges of this process.
     *
     * @return a new value.
     */
    public static Privileges ofThisProcess()
    {
        try
        {
            return new Privileges(LibC.CALLS.geteuid(), parseCapabilities(Files.readString(STATUS)));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read the capabilities in " + STATUS, ex);
        }
    }

    static long parseCapabilities(final String status)
    {
        return status.lines()
            .filter((line) -> line.startsWith(FIELD))
            .map((line) -> Long.parseUnsignedLong(line.substring(FIELD.length()).strip(), 16))
            .findFirst()
            .orElse(0L);
    }

    /**
     * Whether a capability is in effect.
     *
     * @param capability CAP_*.
     * @return true if so.
     */
    public boolean has(final int capability)
    {
        return 0 != (effectiveCapabilities & 1L << capability);
    }

    /**
     * Demand what packet sockets and their rings need.
     *
     * @throws IllegalStateException with a message for the operator if it is missing.
     */
    public void requireRawNetworkAccess()
    {
        if (!has(CAP_NET_RAW) || !has(CAP_NET_ADMIN))
        {
            throw new IllegalStateException(
                "packet sockets need the capabilities " + (has(CAP_NET_RAW) ? "" : "CAP_NET_RAW ") +
                (has(CAP_NET_ADMIN) ? "" : "CAP_NET_ADMIN ") + "which this process (user id " + effectiveUserId +
                ") does not have: run it as root");
        }
    }
}
