/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalInt;

/**
 * Reads and writes numeric kernel settings of this network namespace.
 */
public final class Sysctls
{
    private Sysctls()
    {
    }

    /**
     * Value of a setting.
     *
     * @param sysctl which.
     * @return empty if this kernel does not have it (no such interface, no such feature) or it is no number.
     */
    public static OptionalInt read(final Sysctl sysctl)
    {
        try (BufferedReader reader = Files.newBufferedReader(sysctl.file()))
        {
            return OptionalInt.of(Integer.parseInt(reader.readLine().strip()));
        }
        catch (final IOException | RuntimeException ex)
        {
            return OptionalInt.empty();
        }
    }

    /**
     * Change a setting.
     *
     * @param sysctl which.
     * @param value  new value.
     * @throws RealServerException if the kernel refuses.
     */
    static void write(final Sysctl sysctl, final int value)
    {
        try
        {
            Files.writeString(sysctl.file(), value + "\n");
        }
        catch (final IOException ex)
        {
            throw new RealServerException(
                "cannot write " + value + " to " + sysctl.file() + ": " + ex.getMessage() +
                "; in a container /proc/sys is often read-only: set it on the host with 'sysctl -w " + sysctl + "=" +
                value + "'", ex);
        }
    }
}
