/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.nio.file.Path;

/**
 * Lets a real server take tunnelled packets where the kernel has no ipip module: a BPF program at the tc ingress of an
 * interface removes the outer header. A capture on the interface still sees the packet with it.
 */
public final class Decapsulation
{
    private Decapsulation()
    {
    }

    /**
     * Start decapsulating, until the lab is closed.
     *
     * @param host          a real server.
     * @param interfaceName on which tunnelled packets arrive.
     */
    public static void attach(final Host host, final String interfaceName)
    {
        final Path object = BpfResource.file(host.lab(), "decap.bpf.o");
        host.exec("tc", "qdisc", "replace", "dev", interfaceName, "clsact").orThrow();
        host.exec("tc", "filter", "replace", "dev", interfaceName, "ingress", "pref", "1", "handle", "1",
            "bpf", "direct-action", "object-file", object.toString(), "section", "tc").orThrow();
    }
}
