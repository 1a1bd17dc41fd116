/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * What must hold of two routers on one wire, at any time. D is the longest way of an advert, L how late a timer is
 * served at most, I the advert interval of the higher router.
 *
 * <ul>
 * <li>Both are master, awake, and hear each other: no longer than I + L + D. Within that time the higher one sends, and
 * the lower one gives way when it hears it. Each advert of the higher one that is lost begins the time anew.
 * <li>A router that could be master hears no master and is none: no longer than its down interval, which has the skew
 * in it, + L + D, since a master last sent or could be heard. That last advert may be under way for D.
 * <li>A router has the addresses if and only if it is master.
 * <li>When nothing has failed for long enough there is one master, and it is the higher one if that one preempts.
 * </ul>
 */
final class MastershipRules
{
    private static final double NANOS = 1e9;

    private final SimulatedWire wire;
    private final long slackNs;
    private final long[] masterlessSinceNs = {NEVER, NEVER};
    private long bothSinceNs = NEVER;
    private double closestBoth;
    private double closestMasterless;

    MastershipRules(final SimulatedWire wire, final long latenessNs, final long delayNs)
    {
        this.wire = wire;
        this.slackNs = latenessNs + delayNs;
    }

    /**
     * Before anything happens at a time.
     */
    void check(final SimulatedRouter[] routers, final long nowNs)
    {
        if (NEVER != bothSinceNs)
        {
            final long bothNs = nowNs - bothSinceNs;
            final SimulatedRouter higher = routers[higher(routers)];
            final long limitNs = higher.settings().advertIntervalNs() + slackNs;
            closestBoth = Math.max(closestBoth, (double)bothNs / limitNs);
            require(bothNs <= limitNs, "two masters for %.6f s, allowed are %.6f s", bothNs, limitNs);
        }
        for (int i = 0; i < routers.length; i++)
        {
            if (NEVER != masterlessSinceNs[i])
            {
                final long masterlessNs = nowNs - masterlessSinceNs[i];
                final long limitNs = routers[i].downNs() + slackNs;
                closestMasterless = Math.max(closestMasterless, (double)masterlessNs / limitNs);
                require(masterlessNs <= limitNs,
                    routers[i] + " sees no master for %.6f s, allowed are %.6f s", masterlessNs, limitNs);
            }
        }
    }

    /**
     * After something happened.
     */
    void observe(final SimulatedRouter[] routers, final long nowNs)
    {
        final boolean areBoth =
            routers[0].isMaster() && routers[1].isMaster() && wire.isUp(0) && wire.isUp(1);
        bothSinceNs = since(areBoth, bothSinceNs, nowNs);
        for (int i = 0; i < routers.length; i++)
        {
            final SimulatedRouter router = routers[i];
            final boolean hearsMaster = routers[1 - i].isMaster() && wire.isUp(1 - i);
            masterlessSinceNs[i] =
                since(router.isAble() && !router.isMaster() && !hearsMaster, masterlessSinceNs[i], nowNs);
            if (router.isAwake())
            {
                require(router.hasAddresses() == router.isMaster(), router + ": addresses " + router.hasAddresses());
            }
        }
    }

    /**
     * A router was made to begin its down interval again, or to change its rank: what it has waited for does not count.
     */
    void onInterference(final int router)
    {
        bothSinceNs = NEVER;
        masterlessSinceNs[router] = NEVER;
    }

    /**
     * A master sends, perhaps as the last thing before it gives way.
     */
    void onAdvert(final SimulatedRouter[] routers, final int sender, final boolean isLost, final long nowNs)
    {
        if (NEVER != masterlessSinceNs[1 - sender])
        {
            masterlessSinceNs[1 - sender] = nowNs;
        }
        if (isLost && NEVER != bothSinceNs && sender == higher(routers))
        {
            bothSinceNs = nowNs;
        }
    }

    /**
     * After a time without failures.
     */
    void checkSettled(final SimulatedRouter[] routers)
    {
        final int higher = higher(routers);
        require(routers[0].isMaster() != routers[1].isMaster(), "not one master: " + routers[0] + ", " + routers[1]);
        require(routers[higher].isMaster() || !routers[higher].settings().isPreempting() ||
            routers[0].state().priority() == routers[1].state().priority(),
            "the lower one is master: " + routers[0] + ", " + routers[1]);
    }

    /**
     * Longest time with two masters.
     *
     * @return as part of what is allowed.
     */
    double closestBoth()
    {
        return closestBoth;
    }

    /**
     * Longest time without a master.
     *
     * @return as part of what is allowed.
     */
    double closestMasterless()
    {
        return closestMasterless;
    }

    private static int higher(final SimulatedRouter[] routers)
    {
        return routers[0].outranks(routers[1]) ? 0 : 1;
    }

    private static long since(final boolean isSo, final long sinceNs, final long nowNs)
    {
        if (!isSo)
        {
            return NEVER;
        }

        return NEVER == sinceNs ? nowNs : sinceNs;
    }

    private static void require(final boolean isSo, final String text, final long foundNs, final long limitNs)
    {
        if (!isSo)
        {
            throw new AssertionError(String.format(text, foundNs / NANOS, limitNs / NANOS));
        }
    }

    private static void require(final boolean isSo, final String text)
    {
        if (!isSo)
        {
            throw new AssertionError(text);
        }
    }
}
