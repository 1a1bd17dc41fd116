/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

/**
 * Makes one end of a veth pair take what XDP sends at the other end: with an XDP program that changes nothing.
 */
public final class XdpPeer
{
    private XdpPeer()
    {
    }

    /**
     * Take it from now on, until the lab is closed.
     *
     * @param host          that has the interface.
     * @param interfaceName on which the frames arrive.
     */
    public static void attach(final Host host, final String interfaceName)
    {
        host.exec("ip", "link", "set", "dev", interfaceName, "xdpdrv", "object",
            BpfResource.file(host.lab(), "pass.bpf.o").toString(), "section", "xdp").orThrow();
    }
}
