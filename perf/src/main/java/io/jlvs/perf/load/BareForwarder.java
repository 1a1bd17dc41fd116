/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.bpf.BpfObject;
import io.jlvs.bpf.XdpLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that stands in for a director when the wire itself is measured: keeps a program in native XDP that swaps
 * the MAC addresses of every frame and sends it back, until its input ends.
 */
public final class BareForwarder
{
    private BareForwarder()
    {
    }

    /**
     * Attach and wait.
     *
     * @param args none.
     * @throws IOException if there is no such interface.
     */
    public static void main(final String[] args) throws IOException
    {
        final int index = Integer.parseInt(Files.readString(
            Path.of("/sys/class/net", LoadNetwork.DIRECTOR_CLIENT_INTERFACE, "ifindex")).strip());
        try (BpfObject object = BpfObject.open(WireEnds.OBJECT, "jlperf"))
        {
            object.load();
            try (XdpLink link = XdpLink.attach(object.programFd("bounce"), index))
            {
                System.out.println("ready " + link);
                while (0 <= System.in.read())
                {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
