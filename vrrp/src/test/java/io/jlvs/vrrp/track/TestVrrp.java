/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.model.TrackFile;
import io.jlvs.vrrp.model.TrackProcess;
import io.jlvs.vrrp.model.TrackScript;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.model.VrrpVersion;

import java.util.List;
import java.util.Optional;

/**
 * Configurations of which only the tracking matters.
 */
final class TestVrrp
{
    private TestVrrp()
    {
    }

    /** On eth0, with what it tracks. */
    static VrrpInstance instance(final String name, final int priority, final TrackSettings tracking)
    {
        return new VrrpInstance(
            name,
            new ElectionSettings(
                VrrpVersion.V2, priority, 1_000_000_000, 3, false, true, 0, false, false, false, 0,
                GratuitousSettings.DEFAULT),
            new AdvertSettings(
                VrrpVersion.V2, false, Optional.of("eth0"), 51, Optional.empty(), null, List.of(), false, 255,
                Authentication.NONE, false, false, false, false, true, Optional.empty()),
            AddressSettings.NONE,
            tracking,
            NotifySettings.NONE,
            "keepalived.conf:1");
    }

    static TrackSettings scripts(final Tracked... scripts)
    {
        return new TrackSettings(List.of(), List.of(scripts), List.of(), List.of(), false, false);
    }

    static TrackSettings files(final Tracked... files)
    {
        return new TrackSettings(List.of(), List.of(), List.of(files), List.of(), false, false);
    }

    static TrackSettings processes(final Tracked... processes)
    {
        return new TrackSettings(List.of(), List.of(), List.of(), List.of(processes), false, false);
    }

    static TrackSettings interfaces(final Tracked... interfaces)
    {
        return new TrackSettings(List.of(interfaces), List.of(), List.of(), List.of(), false, false);
    }

    static SyncGroup group(final boolean isAllowingWeights, final TrackSettings tracking, final String... members)
    {
        return new SyncGroup("G1", List.of(members), tracking, NotifySettings.NONE, isAllowingWeights);
    }

    static VrrpConfiguration configuration(final List<SyncGroup> groups, final VrrpInstance... instances)
    {
        return new VrrpConfiguration(
            VrrpGlobals.DEFAULT, List.of(instances), groups, List.of(), List.of(), List.of());
    }

    static VrrpConfiguration with(
        final VrrpConfiguration configuration,
        final List<TrackScript> scripts,
        final List<TrackFile> files,
        final List<TrackProcess> processes)
    {
        return new VrrpConfiguration(
            configuration.globals(), configuration.instances(), configuration.groups(), scripts, files, processes);
    }
}
