/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.FlowOffload;
import io.jlvs.dataplane.engine.FlowOffloadSupplier;
import java.nio.file.Path;

/**
 * Offers XDP to the director.
 */
public final class XdpFlowOffloadSupplier implements FlowOffloadSupplier
{
    /**
     * For {@link java.util.ServiceLoader}.
     */
    public XdpFlowOffloadSupplier()
    {
    }

    @Override
    public FlowOffload open(final Path directory, final TableShape ipv4, final TableShape ipv6)
    {
        return XdpFlowOffload.open(directory, ipv4, ipv6);
    }

    @Override
    public int detach(final Path directory)
    {
        return XdpFlowOffload.detach(directory);
    }
}
