/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.DestinationCells;
import io.jlvs.dataplane.engine.FlowOffload;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.engine.OffloadOutcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The XDP program on the interfaces of a director. It goes on when the director dies, until its orphan time is over,
 * and the next director of the same directory puts its own program into its place. One thread.
 */
final class XdpFlowOffload implements FlowOffload
{
    private final GuardOwner self;
    private final DirectorProgram program;
    private final DestinationCells destinations;
    private final Map<Integer, XdpHook.Mode> attached = new HashMap<>();
    private boolean isClosed;

    private XdpFlowOffload(final GuardOwner self, final DirectorProgram program)
    {
        this.self = self;
        this.program = program;
        destinations = new DestinationCells(program.destinations());
    }

    static XdpFlowOffload open(final Path directory, final TableShape ipv4, final TableShape ipv6)
    {
        return new XdpFlowOffload(GuardOwner.self(directory), DirectorProgram.open(directory, ipv4, ipv6));
    }

    /**
     * Detach the programs of a directory from all interfaces of this network namespace.
     *
     * @param directory of a director that does not run.
     * @return number of interfaces.
     */
    static int detach(final Path directory)
    {
        final GuardOwner self = GuardOwner.self(directory);
        int count = 0;
        for (final int interfaceIndex : Interfaces.indexes())
        {
            count += detach(interfaceIndex, self) ? 1 : 0;
        }

        return count;
    }

    @Override
    public UnsafeBuffer flowsIpv4()
    {
        return program.flowsIpv4();
    }

    @Override
    public UnsafeBuffer flowsIpv6()
    {
        return program.flowsIpv6();
    }

    @Override
    public int flowsIpv4MapId()
    {
        return program.flowsIpv4MapId();
    }

    @Override
    public int flowsIpv6MapId()
    {
        return program.flowsIpv6MapId();
    }

    @Override
    public DestinationCells destinations()
    {
        return destinations;
    }

    @Override
    public Predecessor predecessor()
    {
        for (final int interfaceIndex : Interfaces.indexes())
        {
            final XdpHook.Attached found = XdpHook.query(interfaceIndex);
            if (null != found)
            {
                try (KernelProgram other = KernelProgram.byId(found.programId()))
                {
                    final GuardOwner owner = null == other ? null : XdpPredecessor.ownerOf(other);
                    if (null != owner && owner.hasDirectoryOf(self))
                    {
                        return XdpPredecessor.of(other);
                    }
                }
            }
        }

        return null;
    }

    @Override
    public Attachment attach(final int interfaceIndex, final long mac, final Mode preferred)
    {
        program.port(interfaceIndex, mac);
        final StringBuilder reasons = new StringBuilder();
        final List<Mode> modes = Mode.NATIVE == preferred ? List.of(Mode.NATIVE, Mode.GENERIC) : List.of(Mode.GENERIC);
        for (final Mode mode : modes)
        {
            try
            {
                attach(interfaceIndex, Mode.NATIVE == mode ? XdpHook.Mode.NATIVE : XdpHook.Mode.GENERIC);
                return new Attachment(interfaceIndex, mode, reasons.toString());
            }
            catch (final BpfException | IllegalStateException ex)
            {
                reasons.append(0 == reasons.length() ? "" : "; ").append(ex.getMessage().strip());
            }
        }

        program.removePort(interfaceIndex);
        return new Attachment(interfaceIndex, Mode.NONE, reasons.toString());
    }

    @Override
    public void detachLeftOvers()
    {
        for (final int interfaceIndex : Interfaces.indexes())
        {
            if (!attached.containsKey(interfaceIndex))
            {
                detach(interfaceIndex, self);
            }
        }
    }

    @Override
    public void mac(final int interfaceIndex, final long mac)
    {
        program.port(interfaceIndex, mac);
    }

    @Override
    public void virtualMacs(final int interfaceIndex, final long[] macs)
    {
        program.virtualMacs(interfaceIndex, macs);
    }

    @Override
    public void heartbeat(final int untilTicks)
    {
        program.heartbeat(untilTicks);
    }

    @Override
    public long packets(final int destinationId)
    {
        return program.packets(destinationId);
    }

    @Override
    public long bytes(final int destinationId)
    {
        return program.bytes(destinationId);
    }

    @Override
    public void counted(final int destinationId, final long packets, final long bytes, final long connections)
    {
        program.counted(destinationId, packets, bytes, connections);
    }

    @Override
    public long outcomes(final OffloadOutcome outcome)
    {
        return program.outcomes(outcome);
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            attached.forEach((interfaceIndex, mode) -> XdpHook.detach(interfaceIndex, mode, program.programFd()));
            program.close();
        }
    }

    private void attach(final int interfaceIndex, final XdpHook.Mode mode)
    {
        final XdpHook.Attached before = XdpHook.query(interfaceIndex);
        try (KernelProgram old = null == before ? null : KernelProgram.byId(before.programId()))
        {
            if (null == old)
            {
                XdpHook.attach(interfaceIndex, mode, program.programFd());
            }
            else if (!isReplaceable(old))
            {
                throw new IllegalStateException(
                    "the XDP program '" + old.info().name() + "' (id " + old.info().id() +
                    ") of somebody else is attached: see 'bpftool net'");
            }
            else if (before.mode() == mode)
            {
                XdpHook.replace(interfaceIndex, mode, old.fd(), program.programFd());
            }
            else
            {
                XdpHook.detach(interfaceIndex, before.mode(), old.fd());
                XdpHook.attach(interfaceIndex, mode, program.programFd());
            }
        }

        attached.put(interfaceIndex, mode);
    }

    private boolean isReplaceable(final KernelProgram old)
    {
        final GuardOwner owner = XdpPredecessor.ownerOf(old);
        return null != owner && (owner.hasDirectoryOf(self) || !owner.isAlive());
    }

    private static boolean detach(final int interfaceIndex, final GuardOwner self)
    {
        final XdpHook.Attached found = XdpHook.query(interfaceIndex);
        try (KernelProgram program = null == found ? null : KernelProgram.byId(found.programId()))
        {
            final GuardOwner owner = null == program ? null : XdpPredecessor.ownerOf(program);
            if (null == owner || !owner.hasDirectoryOf(self))
            {
                return false;
            }

            XdpHook.detach(interfaceIndex, found.mode(), program.fd());
            return true;
        }
    }
}
