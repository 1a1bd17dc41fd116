/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is known of what is tracked. Immutable.
 *
 * @param interfaces    health by name; an interface that is missing is down.
 * @param scripts       health by name; unknown if missing.
 * @param files         number by name; 0 if missing.
 * @param processes     health by name; unknown if missing.
 * @param withoutSource instances that have no address to send adverts from.
 * @param directorFault why the director cannot forward, if so.
 */
public record TrackedFacts(
    Map<String, Health> interfaces,
    Map<String, Health> scripts,
    Map<String, Long> files,
    Map<String, Health> processes,
    Set<String> withoutSource,
    Optional<String> directorFault)
{
    /** Nobody has looked yet; the director is believed to forward. */
    public static final TrackedFacts NONE =
        new TrackedFacts(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Optional.empty());

    /**
     * Keep copies.
     */
    public TrackedFacts
    {
        interfaces = Map.copyOf(interfaces);
        scripts = Map.copyOf(scripts);
        files = Map.copyOf(files);
        processes = Map.copyOf(processes);
        withoutSource = Set.copyOf(withoutSource);
    }

    /**
     * What is known after some news.
     *
     * @param change the news.
     * @return new facts.
     */
    public TrackedFacts with(final TrackedChange change)
    {
        if (change instanceof TrackedChange.OfInterface link)
        {
            return new TrackedFacts(
                put(interfaces, link.name(), link.health()), scripts, files, processes, withoutSource, directorFault);
        }
        if (change instanceof TrackedChange.OfScript script)
        {
            return new TrackedFacts(
                interfaces, put(scripts, script.name(), script.health()), files, processes, withoutSource,
                directorFault);
        }
        if (change instanceof TrackedChange.OfFile file)
        {
            return new TrackedFacts(
                interfaces, scripts, put(files, file.name(), file.number()), processes, withoutSource, directorFault);
        }
        if (change instanceof TrackedChange.OfProcess process)
        {
            return new TrackedFacts(
                interfaces, scripts, files, put(processes, process.name(), process.health()), withoutSource,
                directorFault);
        }
        if (change instanceof TrackedChange.OfSource source)
        {
            return new TrackedFacts(interfaces, scripts, files, processes, withSource(source), directorFault);
        }
        final TrackedChange.OfDirector director = (TrackedChange.OfDirector)change;

        return new TrackedFacts(
            interfaces, scripts, files, processes, withoutSource,
            director.isForwarding() ? Optional.empty() : Optional.of(director.reason()));
    }

    private Set<String> withSource(final TrackedChange.OfSource source)
    {
        final Set<String> result = new HashSet<>(withoutSource);
        if (source.isPresent())
        {
            result.remove(source.instance());
        }
        else
        {
            result.add(source.instance());
        }
        return result;
    }

    private static <V> Map<String, V> put(final Map<String, V> map, final String name, final V value)
    {
        final Map<String, V> result = new HashMap<>(map);
        result.put(name, value);
        return result;
    }
}
