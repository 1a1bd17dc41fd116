/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Lets a real server take tunnelled packets where the kernel has no ipip module: a BPF program at the tc ingress of an
 * interface removes the outer header. A capture on the interface still sees the packet with it.
 */
public final class Decapsulation
{
    private static final String RESOURCE = "/io/jlvs/testbed/decap.bpf.o";

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
        final Path object = host.lab().directory().resolve("decap.bpf.o");
        try (InputStream in = Decapsulation.class.getResourceAsStream(RESOURCE))
        {
            if (null == in)
            {
                throw new LabException("no " + RESOURCE + " on the class path: the build compiles it with clang");
            }
            Files.copy(in, object, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        host.exec("tc", "qdisc", "replace", "dev", interfaceName, "clsact").orThrow();
        host.exec("tc", "filter", "replace", "dev", interfaceName, "ingress", "pref", "1", "handle", "1",
            "bpf", "direct-action", "object-file", object.toString(), "section", "tc").orThrow();
    }
}
