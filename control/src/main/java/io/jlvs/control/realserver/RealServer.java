/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sets this host up as a real server and takes it down: reads, plans, records, does. Needs CAP_NET_ADMIN. One thread;
 * other processes wait.
 */
public final class RealServer
{
    private static final Sysctl RP_FILTER_ALL = Sysctl.ipv4(RequiredSetting.ALL, "rp_filter");

    private final RecordFile file;

    /**
     * The real server that this host is.
     *
     * @param record file for what was changed.
     */
    public RealServer(final Path record)
    {
        file = new RecordFile(record);
    }

    /**
     * What was done.
     *
     * @param steps done, in order.
     * @param notes for the operator.
     */
    public record Outcome(List<Step> steps, List<String> notes)
    {
    }

    /**
     * Hold virtual addresses.
     *
     * @param placements wanted.
     * @return what was done; no step if all was there.
     * @throws RealServerException if something cannot be done; {@link #stop} undoes what was.
     */
    public Outcome start(final Collection<Placement> placements)
    {
        try (FileChannel lock = file.lock())
        {
            assert lock.isOpen();
            final RealServerRecord before = file.load();
            final RealServerPlan interfaces =
                RealServerPlan.interfaces(before, placements, snapshot(before, placements));
            perform(before, interfaces);
            final RealServerPlan addresses =
                RealServerPlan.start(interfaces.record(), placements, snapshot(before, placements));
            perform(interfaces.record(), addresses);
            final List<Step> steps = new ArrayList<>(interfaces.steps());
            steps.addAll(addresses.steps());

            return new Outcome(steps, addresses.notes());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Give virtual addresses up and undo what they alone needed.
     *
     * @param placements not wanted any more.
     * @return what was done.
     * @throws RealServerException if something cannot be done; may be tried again.
     */
    public Outcome stop(final Collection<Placement> placements)
    {
        try (FileChannel lock = file.lock())
        {
            assert lock.isOpen();
            final RealServerPlan plan = planStop(placements);
            plan.steps().forEach(LinuxHost::perform);
            // Last, so that a stop that failed can be tried again.
            file.store(plan.record());

            return new Outcome(plan.steps(), plan.notes());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * What {@link #stop} would do. Needs no privileges.
     *
     * @param placements not wanted any more.
     * @return the plan.
     */
    public RealServerPlan planStop(final Collection<Placement> placements)
    {
        final RealServerRecord record = file.load();
        return RealServerPlan.stop(record, placements, snapshot(record, placements));
    }

    /**
     * Where {@link #start} put an address.
     *
     * @param address a VIP.
     * @return empty if it was not started.
     */
    public List<Placement> placements(final InetAddress address)
    {
        return file.load().placements().stream()
            .filter((placement) -> placement.address().equals(address)).toList();
    }

    private void perform(final RealServerRecord before, final RealServerPlan plan)
    {
        file.store(plan.record());
        boolean isChanged = false;
        try
        {
            for (final Step step : plan.steps())
            {
                LinuxHost.perform(step);
                isChanged = true;
            }
        }
        catch (final RealServerException ex)
        {
            if (!isChanged)
            {
                file.store(before);
            }
            throw ex;
        }
    }

    private static HostSnapshot snapshot(final RealServerRecord record, final Collection<Placement> placements)
    {
        final Set<Placement> all = new LinkedHashSet<>(record.placements());
        all.addAll(placements);
        final Set<Sysctl> sysctls = new LinkedHashSet<>(Set.of(RP_FILTER_ALL));
        RequiredSetting.of(all, false).forEach((setting) -> sysctls.add(setting.sysctl()));
        record.settings().forEach((setting) -> sysctls.add(setting.sysctl()));

        return LinuxHost.snapshot(sysctls);
    }
}
