/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers under /proc/sys/net that are changed as long as somebody needs it, and get their old values back. Single
 * writer, the VRRP thread. Source of what a macvlan interface of VRRP needs: vrrp_if_config.c of keepalived 2.2.7.
 */
final class InterfaceSettings
{
    /** Where the kernel has them. */
    static final Path KERNEL = Path.of("/proc/sys/net");

    private final Path root;
    private final Map<String, Held> held = new HashMap<>();

    /**
     * Nothing is changed yet.
     *
     * @param root {@link #KERNEL}.
     */
    InterfaceSettings(final Path root)
    {
        this.root = root;
    }

    /**
     * Path of an interface's setting.
     *
     * @param family        "ipv4" or "ipv6".
     * @param interfaceName or "all", "default".
     * @param name          for example "arp_ignore".
     * @return path relative to the root.
     */
    static String path(final String family, final String interfaceName, final String name)
    {
        return family + "/conf/" + interfaceName + "/" + name;
    }

    /**
     * Set a number until the holder lets go of it. May be called again, which sets it again.
     *
     * @param holder who needs it.
     * @param path   of the setting.
     * @param value  to set.
     * @throws IOException if there is no such setting, or it cannot be changed.
     */
    void hold(final String holder, final String path, final int value) throws IOException
    {
        final int present = read(path);
        held.computeIfAbsent(path, (key) -> new Held(present, value)).holders.add(holder);
        if (value != present)
        {
            write(path, value);
        }
    }

    /**
     * Need all settings of a name that others hold, on whatever interface.
     *
     * @param holder who needs them.
     * @param name   for example "rp_filter".
     */
    void join(final String holder, final String name)
    {
        held.forEach((path, setting) ->
        {
            if (path.endsWith("/" + name))
            {
                setting.holders.add(holder);
            }
        });
    }

    /**
     * Let go of everything. What nobody else holds gets its old value back, unless somebody has changed it meanwhile
     * or the interface is gone.
     *
     * @param holder who needed it.
     * @return what could not be restored.
     */
    List<AddressFailure> release(final String holder)
    {
        final List<AddressFailure> failures = new ArrayList<>();
        for (final String path : List.copyOf(held.keySet()))
        {
            final Held setting = held.get(path);
            if (setting.holders.remove(holder) && setting.holders.isEmpty())
            {
                held.remove(path);
                try
                {
                    restore(path, setting);
                }
                catch (final IOException ex)
                {
                    failures.add(new AddressFailure("setting " + path, ex.toString()));
                }
            }
        }
        return failures;
    }

    /**
     * Set a number for good.
     *
     * @param path  of the setting.
     * @param value to set.
     * @throws IOException if there is no such setting, or it cannot be changed.
     */
    void write(final String path, final int value) throws IOException
    {
        Files.writeString(root.resolve(path), value + "\n");
    }

    /**
     * Whether the kernel has a setting; without IPv6 it has none of that.
     *
     * @param path of the setting.
     * @return true if it can be read.
     */
    boolean isPresent(final String path)
    {
        return Files.exists(root.resolve(path));
    }

    /**
     * A number.
     *
     * @param path of the setting.
     * @return its value.
     * @throws IOException if there is no such setting.
     */
    int read(final String path) throws IOException
    {
        // A sysctl gives its value to the first read(2) only, so the buffer must be large enough for all of it.
        try (BufferedReader reader = Files.newBufferedReader(root.resolve(path)))
        {
            return Integer.parseInt(reader.readLine().trim());
        }
    }

    private void restore(final String path, final Held setting) throws IOException
    {
        try
        {
            if (setting.value == read(path) && setting.value != setting.original)
            {
                write(path, setting.original);
            }
        }
        catch (final NoSuchFileException ex)
        {
            // The interface is gone, and its settings with it: nothing is left to restore.
            return;
        }
    }

    private static final class Held
    {
        private final int original;
        private final int value;
        private final Set<String> holders = new HashSet<>();

        private Held(final int original, final int value)
        {
            this.original = original;
            this.value = value;
        }
    }
}
