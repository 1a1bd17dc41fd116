/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.topology.Topologies;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Two directors of a lab and what happens to their addresses.
 */
final class Pair implements AutoCloseable
{
    private static final String FIRST_PORT = Topologies.FIRST_DIRECTOR + "-eth0";
    private static final String SECOND_PORT = Topologies.SECOND_DIRECTOR + "-eth0";

    private final Lab lab;
    private final Router first;
    private final Router second;
    private final AddressMonitor firstAddresses;
    private final AddressMonitor secondAddresses;

    /**
     * Which programs share the addresses.
     */
    enum Kinds
    {
        JLVS_AND_KEEPALIVED(Router.Kind.JLVS, Router.Kind.KEEPALIVED),
        KEEPALIVED_AND_JLVS(Router.Kind.KEEPALIVED, Router.Kind.JLVS),
        JLVS_AND_JLVS(Router.Kind.JLVS, Router.Kind.JLVS);

        private final Router.Kind first;
        private final Router.Kind second;

        Kinds(final Router.Kind first, final Router.Kind second)
        {
            this.first = first;
            this.second = second;
        }

        Router.Kind first()
        {
            return first;
        }
    }

    Pair(final Kinds kinds)
    {
        lab = Lab.open(Topologies.twoDirectors(1));
        try
        {
            first = router(kinds.first, Topologies.FIRST_DIRECTOR);
            second = router(kinds.second, Topologies.SECOND_DIRECTOR);
            firstAddresses = AddressMonitor.start(first.jlvs().host());
            secondAddresses = AddressMonitor.start(second.jlvs().host());
        }
        catch (final RuntimeException ex)
        {
            lab.close();
            throw ex;
        }
    }

    /** The director runs all the time, as it does when only the control process is restarted. */
    private Router router(final Router.Kind kind, final String host)
    {
        final Jlvs jlvs = Jlvs.on(lab.host(host));
        if (Router.Kind.JLVS == kind)
        {
            jlvs.startDirector("--io", "af_packet");
        }
        return kind.on(jlvs);
    }

    /** The director 10.0.0.1. */
    Router first()
    {
        return first;
    }

    /** The director 10.0.0.2. */
    Router second()
    {
        return second;
    }

    /**
     * Wait until a router holds the addresses of all variants.
     *
     * @param router to hold them.
     * @param limit  of the wait.
     * @return when it had the last one.
     */
    Instant awaitHolding(final Router router, final Duration limit)
    {
        return Arrays.stream(Variant.values())
            .map((variant) -> addresses(router).awaitAdded(variant.address(), limit))
            .max(Instant::compareTo).orElseThrow();
    }

    /**
     * Wait until a router holds none of the addresses.
     *
     * @param router to hold none.
     * @param limit  of the wait.
     * @return when it lost the last one.
     */
    Instant awaitFree(final Router router, final Duration limit)
    {
        return Arrays.stream(Variant.values())
            .map((variant) -> addresses(router).awaitRemoved(variant.address(), limit))
            .max(Instant::compareTo).orElseThrow();
    }

    /**
     * Who holds what.
     *
     * @return the variants whose address a router holds, by what was seen.
     */
    String held(final Router router)
    {
        return Arrays.stream(Variant.values())
            .filter((variant) -> addresses(router).holds(variant.address()))
            .map(Variant::name)
            .collect(Collectors.joining(" "));
    }

    /**
     * Changes of all addresses of a router so far.
     *
     * @param router to ask about.
     * @return number.
     */
    int changes(final Router router)
    {
        return Arrays.stream(Variant.values())
            .mapToInt((variant) -> addresses(router).changes(variant.address()).size()).sum();
    }

    /**
     * Watch for a while that a router holds none of the addresses.
     *
     * @param router   that may not get one.
     * @param duration of the watch.
     */
    void watchFree(final Router router, final Duration duration)
    {
        Await.hold(() -> held(router).isEmpty(), duration, this::toString);
    }

    /**
     * Take the carrier from the first director's interface, or give it back.
     *
     * @param isCut whether the cable is out.
     */
    void cutFirst(final boolean isCut)
    {
        lab.switchHost().exec("ip", "link", "set", FIRST_PORT, isCut ? "down" : "up").orThrow();
    }

    /**
     * Have the switch carry nothing between the two directors, with all links up.
     *
     * @param isSeparated whether they are apart.
     */
    void separate(final boolean isSeparated)
    {
        for (final String port : List.of(FIRST_PORT, SECOND_PORT))
        {
            lab.switchHost().exec("bridge", "link", "set", "dev", port, "isolated", isSeparated ? "on" : "off")
                .orThrow();
        }
    }

    /** For files that go with the lab. */
    Path directory()
    {
        return lab.directory();
    }

    private AddressMonitor addresses(final Router router)
    {
        return router == first ? firstAddresses : secondAddresses;
    }

    @Override
    public void close()
    {
        lab.close();
    }

    @Override
    public String toString()
    {
        return "d1: " + first.log() + "\n\nd2: " + second.log();
    }
}
