/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.GratuitousSettings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gaps between announcements by interface, from the blocks {@code garp_group}.
 */
final class GarpGroups
{
    private final Map<String, Gaps> gaps = new HashMap<>();
    private final Diagnostics diagnostics;
    private final Interfaces interfaces;

    GarpGroups(final List<ConfigNode> nodes, final Interfaces interfaces, final Diagnostics diagnostics)
    {
        this.interfaces = interfaces;
        this.diagnostics = diagnostics;
        nodes.stream().filter((node) -> "garp_group".equals(node.name())).forEach(this::read);
    }

    private void read(final ConfigNode node)
    {
        final Values values = new Values(node, diagnostics);
        final Gaps found = new Gaps(values.timer("garp_interval", 0), values.timer("gna_interval", 0));
        if (found.arpNs().isEmpty() && found.neighbourNs().isEmpty())
        {
            diagnostics.error(node.position(),
                "garp_group sets neither 'garp_interval' nor 'gna_interval'; it is left out");
            return;
        }

        final List<Word> names = new ArrayList<>();
        values.lines("interface").forEach((line) -> names.add(line.arguments().get(0)));
        values.entries("interfaces").forEach((line) -> names.add(line.keyword()));
        for (final Word name : names)
        {
            if (!interfaces.isKnown(name.text()))
            {
                diagnostics.error(name.position(), "garp_group: interface '" + name.text() +
                    "' does not exist on this machine; it is left out");
            }
            else if (gaps.putIfAbsent(name.text(), found) != null)
            {
                diagnostics.error(name.position(), "garp_group: interface '" + name.text() +
                    "' is in a group already; it is left out here");
            }
        }
    }

    GratuitousSettings apply(final GratuitousSettings settings, final Optional<String> interfaceName)
    {
        final Gaps found = interfaceName.map(gaps::get).orElse(null);

        return null == found ? settings : settings.withIntervals(
            found.arpNs().orElse(settings.arpIntervalNs()), found.neighbourNs().orElse(settings.neighbourIntervalNs()));
    }

    /**
     * What one group says.
     *
     * @param arpNs       {@code garp_interval}, if given.
     * @param neighbourNs {@code gna_interval}, if given.
     */
    private record Gaps(Optional<Long> arpNs, Optional<Long> neighbourNs)
    {
    }
}
