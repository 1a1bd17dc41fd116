/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.nio.file.Path;

/**
 * Name of a kernel setting below {@code /proc/sys}.
 *
 * @param path with slashes, such as {@code net/ipv4/conf/all/arp_ignore}.
 */
public record Sysctl(String path)
{
    private static final Path ROOT = Path.of("/proc/sys");

    /**
     * A setting of IPv4 that an interface has for itself.
     *
     * @param interfaceName of the interface, "all" or "default".
     * @param name          such as "arp_ignore".
     * @return the setting.
     */
    public static Sysctl ipv4(final String interfaceName, final String name)
    {
        return new Sysctl("net/ipv4/conf/" + interfaceName + "/" + name);
    }

    /**
     * Where the kernel shows it.
     *
     * @return file.
     */
    public Path file()
    {
        return ROOT.resolve(path);
    }

    /**
     * As sysctl(8) takes it: with dots, unless the interface has one in its name.
     *
     * @return name.
     */
    @Override
    public String toString()
    {
        return path.indexOf('.') < 0 ? path.replace('/', '.') : path;
    }
}
