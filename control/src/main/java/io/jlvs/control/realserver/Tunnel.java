/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.util.Arrays;
import java.util.Optional;

/**
 * Kernel modules that open tunnels, each with the interface that comes with it and takes tunnels from everybody.
 */
public enum Tunnel
{
    /** IPv4 in IPv4. */
    IPIP("ipip", "tunl0"),
    /** IPv6 in IPv6. */
    IP6_TUNNEL("ip6_tunnel", "ip6tnl0");

    private final String module;
    private final String interfaceName;

    Tunnel(final String module, final String interfaceName)
    {
        this.module = module;
        this.interfaceName = interfaceName;
    }

    /**
     * The tunnel that carries packets of a family.
     *
     * @param isIpv6 IPv6 in IPv6.
     * @return the tunnel.
     */
    public static Tunnel of(final boolean isIpv6)
    {
        return isIpv6 ? IP6_TUNNEL : IPIP;
    }

    /**
     * The tunnel whose interface this is.
     *
     * @param interfaceName of an interface.
     * @return empty if the interface comes with no module.
     */
    public static Optional<Tunnel> ofInterface(final String interfaceName)
    {
        return Arrays.stream(values()).filter((tunnel) -> tunnel.interfaceName.equals(interfaceName)).findFirst();
    }

    static Tunnel ofModule(final String module)
    {
        return Arrays.stream(values()).filter((tunnel) -> tunnel.module.equals(module)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException(module));
    }

    /**
     * Name for modprobe(8).
     *
     * @return such as "ipip".
     */
    public String module()
    {
        return module;
    }

    /**
     * Interface that comes with the module.
     *
     * @return such as "tunl0".
     */
    public String interfaceName()
    {
        return interfaceName;
    }
}
