/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.KernelGuard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The guard as a BPF program at ingress of the guarded interfaces, see guard.bpf.c. One program and one map of services
 * for all interfaces of a director.
 * <p>
 * A guard outlives a killed director. The next one with the same directory takes it over in {@link #attach(int)}:
 * the services are copied, then the program is replaced with no packet passing in between. Guards of a living director
 * with another directory are left alone; those of a dead one are removed.
 * <p>
 * Used by one thread, in the network namespace of that thread.
 */
public final class TcGuard implements KernelGuard
{
    private static final byte[] PRESENT = new byte[GuardLayout.VALUE_LENGTH];
    private static final byte[] FIRST_INDEX = new byte[Integer.BYTES];

    private final GuardOwner self;
    private final BpfObject object;
    private final int programFd;
    private final int programId;
    private final BpfMap services;
    private final BpfMap drops;
    private final List<AttachPoint> points;
    private final Set<Integer> attachedIndexes = new HashSet<>();
    private boolean isClosed;

    private TcGuard(final GuardOwner self, final BpfObject object, final List<AttachPoint> points)
    {
        this.self = self;
        this.object = object;
        this.points = points;
        programFd = object.programFd(GuardLayout.PROGRAM);
        programId = ProgramInfo.of(programFd).id();
        services = object.map(GuardLayout.SERVICES_MAP);
        drops = object.map(GuardLayout.DROPS_MAP);
    }

    /**
     * Load the program; it does nothing before {@link #attach(int)}.
     *
     * @param directory of the director; guards are recognised by it after a restart. Nothing is written there.
     * @param points    where to attach, the first; the others are looked through for guards left behind. Closed with
     *                  the guard, also when this method fails.
     * @return the guard.
     * @throws BpfException with the verifier's words if the kernel refuses the program.
     */
    static TcGuard open(final Path directory, final List<AttachPoint> points)
    {
        final GuardOwner self = GuardOwner.self(directory);
        BpfObject object = null;
        try
        {
            object = BpfObject.open(GuardLayout.RESOURCE, GuardLayout.OBJECT_NAME);
            object.initialValue(GuardLayout.OWNER_MAP, self.encode());
            object.load();

            return new TcGuard(self, object, points);
        }
        catch (final RuntimeException ex)
        {
            points.forEach(AttachPoint::close);
            if (object != null)
            {
                object.close();
            }

            throw ex;
        }
    }

    @Override
    public void attach(final int interfaceIndex)
    {
        final AttachPoint point = points.get(0);
        final List<AttachPoint.Attached> replaceable = new ArrayList<>();
        boolean isAttached = false;
        for (final AttachPoint.Attached attached : point.guards(interfaceIndex))
        {
            if (attached.programId() == programId)
            {
                isAttached = true;
            }
            else if (takeOver(attached))
            {
                replaceable.add(attached);
            }
        }

        if (!isAttached)
        {
            if (replaceable.isEmpty())
            {
                takeOverElsewhere(interfaceIndex);
                point.attach(interfaceIndex, programFd);
            }
            else
            {
                point.replace(interfaceIndex, replaceable.remove(0), programFd);
            }
        }

        attachedIndexes.add(interfaceIndex);
        for (final AttachPoint.Attached attached : replaceable)
        {
            point.detach(interfaceIndex, attached);
        }

        detachElsewhere(interfaceIndex);
    }

    @Override
    public void add(
        final boolean ipv6, final int protocol, final long addressHigh, final long addressLow, final int port)
    {
        services.put(GuardLayout.key(ipv6, protocol, addressHigh, addressLow, port), PRESENT);
    }

    @Override
    public void remove(
        final boolean ipv6, final int protocol, final long addressHigh, final long addressLow, final int port)
    {
        services.remove(GuardLayout.key(ipv6, protocol, addressHigh, addressLow, port));
    }

    /**
     * {@inheritDoc}
     * <p>
     * Guards of a dead director with the same directory on interfaces that this one does not guard are taken away, once
     * this one guards any.
     */
    @Override
    public void clear()
    {
        services.keys().forEach(services::remove);
        if (!attachedIndexes.isEmpty())
        {
            detachLeftOvers();
        }
    }

    /**
     * Packets dropped since {@link #open(Path, List)}.
     *
     * @return the sum over all CPUs and interfaces.
     */
    public long drops()
    {
        final ByteBuffer perCpu = ByteBuffer.wrap(drops.get(FIRST_INDEX)).order(ByteOrder.nativeOrder());
        long sum = 0;
        while (perCpu.hasRemaining())
        {
            sum += perCpu.getLong();
        }

        return sum;
    }

    @Override
    public String description()
    {
        return points.get(0).description() + " (survives the director)";
    }

    /**
     * Detach everywhere in this network namespace, also what a killed director of the same directory left behind.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            try
            {
                attachedIndexes.clear();
                detachLeftOvers();
            }
            finally
            {
                points.forEach(AttachPoint::close);
                object.close();
            }
        }
    }

    private void detachLeftOvers()
    {
        for (final int interfaceIndex : Interfaces.indexes())
        {
            if (!attachedIndexes.contains(interfaceIndex))
            {
                for (final AttachPoint point : points)
                {
                    detachOwn(point, interfaceIndex);
                }
            }
        }
    }

    private void detachOwn(final AttachPoint point, final int interfaceIndex)
    {
        for (final AttachPoint.Attached attached : point.guards(interfaceIndex))
        {
            final GuardOwner owner = owner(attached);
            if (owner != null && owner.hasDirectoryOf(self))
            {
                point.detach(interfaceIndex, attached);
            }
        }
    }

    private void takeOverElsewhere(final int interfaceIndex)
    {
        for (final AttachPoint point : points.subList(1, points.size()))
        {
            point.guards(interfaceIndex).forEach(this::takeOver);
        }
    }

    private void detachElsewhere(final int interfaceIndex)
    {
        for (final AttachPoint point : points.subList(1, points.size()))
        {
            for (final AttachPoint.Attached attached : point.guards(interfaceIndex))
            {
                if (isReplaceable(owner(attached)))
                {
                    point.detach(interfaceIndex, attached);
                }
            }
        }
    }

    /**
     * Copy the services of a guard that a dead director of this directory left behind.
     *
     * @return whether the guard may be taken away.
     */
    private boolean takeOver(final AttachPoint.Attached attached)
    {
        final GuardOwner owner = owner(attached);
        if (owner != null && owner.hasDirectoryOf(self))
        {
            try (KernelProgram program = KernelProgram.byId(attached.programId()))
            {
                if (program != null)
                {
                    copyServices(program);
                }
            }
        }

        return isReplaceable(owner);
    }

    private void copyServices(final KernelProgram program)
    {
        try (BpfMap map = program.map(GuardLayout.SERVICES_MAP))
        {
            if (map != null && map.info().keySize() == GuardLayout.KEY_LENGTH)
            {
                map.keys().forEach((final byte[] key) -> services.put(key, PRESENT));
            }
        }
    }

    private boolean isReplaceable(final GuardOwner owner)
    {
        return owner == null || owner.hasDirectoryOf(self) || !owner.isAlive();
    }

    /** Who loaded a guard; null if it has gone or is of another layout. */
    private static GuardOwner owner(final AttachPoint.Attached attached)
    {
        try (KernelProgram program = KernelProgram.byId(attached.programId());
            BpfMap map = program == null ? null : program.map(GuardLayout.OWNER_MAP))
        {
            return map == null ? null : GuardOwner.decode(map.get(FIRST_INDEX));
        }
    }
}
