/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.VrrpGlobals.LinkDelay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which links are up: up and running as the kernel says it, after the delays of {@code interface_up_down_delays}. The
 * first that is heard of a link counts at once. Pure; for the thread that reads the links. Single-threaded.
 */
public final class InterfaceTracker
{
    /** A time that does not come. */
    public static final long NEVER = Debounce.NEVER;

    private static final LinkDelay NO_DELAY = new LinkDelay(0, 0);

    private final Map<String, LinkDelay> delays;
    private final Map<String, Debounce> links = new TreeMap<>();

    /**
     * Begin.
     *
     * @param delays by name of the interface.
     */
    public InterfaceTracker(final Map<String, LinkDelay> delays)
    {
        this.delays = Map.copyOf(delays);
    }

    /**
     * The kernel told of a link.
     *
     * @param name      of the interface.
     * @param isUp      IFF_UP; false when it is gone.
     * @param isRunning IFF_RUNNING: it has a carrier.
     * @param nowNs     time.
     * @return the change, if it counts now.
     */
    public Optional<TrackedChange> onLink(
        final String name, final boolean isUp, final boolean isRunning, final long nowNs)
    {
        final boolean isUsable = isUp && isRunning;
        final Debounce known = links.get(name);
        if (known == null)
        {
            links.put(name, new Debounce(isUsable));
            return Optional.of(change(name, isUsable));
        }

        final LinkDelay delay = delays.getOrDefault(name, NO_DELAY);
        return known.onValue(isUsable, isUsable ? delay.upNs() : delay.downNs(), nowNs) ?
            Optional.of(change(name, known.isUp())) :
            Optional.empty();
    }

    /**
     * Time has passed.
     *
     * @param nowNs time.
     * @return changes that have lasted long enough.
     */
    public List<TrackedChange> onTime(final long nowNs)
    {
        final List<TrackedChange> result = new ArrayList<>();
        links.forEach(
            (name, link) ->
            {
                if (link.onTime(nowNs))
                {
                    result.add(change(name, link.isUp()));
                }
            });
        return result;
    }

    /**
     * When {@link #onTime(long)} is due.
     *
     * @return time, or {@link #NEVER}.
     */
    public long deadlineNs()
    {
        return links.values().stream().mapToLong(Debounce::deadlineNs).min().orElse(NEVER);
    }

    private static TrackedChange change(final String name, final boolean isUp)
    {
        return new TrackedChange.OfInterface(name, Health.of(isUp));
    }
}
