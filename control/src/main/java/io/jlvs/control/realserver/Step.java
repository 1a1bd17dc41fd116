/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.util.List;

/**
 * One change of the host.
 */
public sealed interface Step
{
    /**
     * The command that does it, as a person would type it.
     *
     * @return program and arguments.
     */
    List<String> command();

    /**
     * Hold a virtual address. Added to the interface without duplicate address detection, which would find the director
     * (and does not run on lo); an IPv6 address is deprecated from the start, so that the server's own connections do
     * not come from it (RFC 6724, rule 3).
     *
     * @param placement of the address.
     */
    record AddAddress(Placement placement) implements Step
    {
        @Override
        public List<String> command()
        {
            return placement.isIpv6() ?
                List.of("ip", "-6", "addr", "replace", placement.cidr(), "dev", placement.interfaceName(),
                    "nodad", "preferred_lft", "0") :
                List.of("ip", "addr", "replace", placement.cidr(), "dev", placement.interfaceName());
        }
    }

    /**
     * Give up a virtual address.
     *
     * @param placement of the address.
     */
    record DeleteAddress(Placement placement) implements Step
    {
        @Override
        public List<String> command()
        {
            return List.of("ip", "addr", "del", placement.cidr(), "dev", placement.interfaceName());
        }
    }

    /**
     * Write a kernel setting.
     *
     * @param sysctl which.
     * @param value  new value.
     */
    record WriteSetting(Sysctl sysctl, int value) implements Step
    {
        @Override
        public List<String> command()
        {
            return List.of("sysctl", "-w", sysctl + "=" + value);
        }
    }

    /**
     * Set an interface up or down.
     *
     * @param interfaceName which.
     * @param isUp          up.
     */
    record SetLink(String interfaceName, boolean isUp) implements Step
    {
        @Override
        public List<String> command()
        {
            return List.of("ip", "link", "set", interfaceName, isUp ? "up" : "down");
        }
    }

    /**
     * Load the module that opens tunnels; its interface comes with it.
     *
     * @param tunnel which.
     */
    record LoadTunnel(Tunnel tunnel) implements Step
    {
        @Override
        public List<String> command()
        {
            return List.of("modprobe", tunnel.module());
        }
    }

    /**
     * Unload it.
     *
     * @param tunnel which.
     */
    record UnloadTunnel(Tunnel tunnel) implements Step
    {
        @Override
        public List<String> command()
        {
            return List.of("modprobe", "-r", tunnel.module());
        }
    }
}
