/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.forward.IcmpErrors;
import io.jlvs.dataplane.forward.IcmpRateLimit;
import io.jlvs.dataplane.forward.IpIdentification;
import io.jlvs.dataplane.forward.TcpReset;
import io.jlvs.dataplane.packet.FrameSink;
import io.jlvs.dataplane.table.DestinationTable;

/**
 * Wires a {@link PacketProcessor}: the same for a worker and for a dry run over a capture.
 */
final class PacketProcessors
{
    private PacketProcessors()
    {
    }

    static PacketProcessor create(
        final Connections connections,
        final DestinationTable destinations,
        final PendingFrames.VerdictListener verdicts,
        final FrameSink sink,
        final IpIdentification identification,
        final KernelSettings settings)
    {
        final IcmpRateLimit rateLimit = new IcmpRateLimit(settings.icmpMessagesPerSecond(), settings.icmpBurst());
        final IcmpErrors icmpErrors = new IcmpErrors(rateLimit, identification, settings.defaultTtl());
        return new PacketProcessor(
            connections,
            new ConnectionScheduler(connections),
            destinations,
            rateLimit,
            identification,
            icmpErrors,
            new TcpReset(settings.defaultTtl()),
            new PendingFrames(
                Configuration.PENDING_FRAMES,
                Configuration.PENDING_FRAME_LENGTH,
                Configuration.PENDING_TIMEOUT_MS,
                verdicts),
            sink);
    }
}
