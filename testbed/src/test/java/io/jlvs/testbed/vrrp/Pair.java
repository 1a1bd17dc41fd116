/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import io.jlvs.testbed.failover.Router;
import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import io.jlvs.testbed.topology.Topology;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two directors of a lab and what happens to their addresses.
 */
final class Pair implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String FIRST_PORT = Topologies.FIRST_DIRECTOR + "-eth0";
    private static final String SECOND_PORT = Topologies.SECOND_DIRECTOR + "-eth0";

    private final Map<Router, RunningProcess> directors = new HashMap<>();
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
        this(kinds, Topologies.twoDirectors(1));
    }

    Pair(final Kinds kinds, final Topology topology)
    {
        lab = Lab.open(topology);
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
        final Router router = kind.on(jlvs);
        if (Router.Kind.JLVS == kind)
        {
            startDirector(router);
        }
        return router;
    }

    /**
     * Start the director of a host, once more after {@link #killDirector}.
     *
     * @param router on the same host.
     */
    void startDirector(final Router router)
    {
        directors.put(router, router.jlvs().startDirector("--io", "af_packet"));
    }

    /**
     * Kill the director of a host with SIGKILL.
     *
     * @param router on the same host.
     */
    void killDirector(final Router router)
    {
        directors.get(router).signal("KILL").awaitExit(LIMIT);
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
     * Wait until a router holds some addresses.
     *
     * @param router    to hold them.
     * @param addresses without prefix lengths.
     * @return when it had the last one.
     */
    Instant awaitHolding(final Router router, final List<String> addresses)
    {
        return addresses.stream()
            .map((address) -> addresses(router).awaitAdded(address, LIMIT))
            .max(Instant::compareTo).orElseThrow();
    }

    /**
     * Wait until a router holds none of some addresses.
     *
     * @param router    to hold none.
     * @param addresses without prefix lengths.
     */
    void awaitFree(final Router router, final List<String> addresses)
    {
        Await.await(
            () -> addresses.stream().noneMatch(addresses(router)::holds),
            LIMIT,
            () -> router.jlvs().host().name() + " is free of " + addresses + "\n" + this);
    }

    /**
     * Watch for a while who holds some addresses.
     *
     * @param router    that is looked at.
     * @param addresses without prefix lengths.
     * @param isHolding whether it has to hold each of them all the time, or none at any time.
     * @param duration  of the watch.
     */
    void watch(final Router router, final List<String> addresses, final boolean isHolding, final Duration duration)
    {
        Await.hold(
            () -> addresses.stream().allMatch((address) -> addresses(router).holds(address) == isHolding),
            duration,
            () -> router.jlvs().host().name() + (isHolding ? " holds " : " is free of ") + addresses + "\n" + this);
    }

    /**
     * What happened to the addresses of a router.
     *
     * @param router to ask about.
     * @return monitor that runs since the pair was made.
     */
    AddressMonitor addresses(final Router router)
    {
        return router == first ? firstAddresses : secondAddresses;
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
        cut(FIRST_PORT, isCut);
    }

    /**
     * Take the carrier from an interface, or give it back.
     *
     * @param port  of the switch, such as "d1-eth0".
     * @param isCut whether the cable is out.
     */
    void cut(final String port, final boolean isCut)
    {
        lab.switchHost().exec("ip", "link", "set", port, isCut ? "down" : "up").orThrow();
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

    /** In which the two are. */
    Lab lab()
    {
        return lab;
    }

    /** For files that go with the lab. */
    Path directory()
    {
        return lab.directory();
    }

    /**
     * Have a router hear no multicasts, whereas its own are heard.
     *
     * @param router that becomes deaf.
     * @param isDeaf whether it is.
     */
    void deafen(final Router router, final boolean isDeaf)
    {
        lab.switchHost().exec("bridge", "link", "set", "dev", router == first ? FIRST_PORT : SECOND_PORT,
            "mcast_flood", isDeaf ? "off" : "on").orThrow();
    }

    /**
     * How long both routers held an address at a time.
     *
     * @param address without prefix length.
     * @return the longest time; to now, if both hold it.
     */
    Duration longestBoth(final String address)
    {
        final List<AddressMonitor.Change> changes = Stream.of(firstAddresses, secondAddresses)
            .flatMap((monitor) -> monitor.changes(address).stream())
            .sorted(Comparator.comparing(AddressMonitor.Change::time))
            .toList();
        int holders = 0;
        Instant since = Instant.MAX;
        Duration longest = Duration.ZERO;
        for (final AddressMonitor.Change change : changes)
        {
            if (2 == holders)
            {
                longest = longer(longest, Duration.between(since, change.time()));
            }
            holders += change.isAdded() ? 1 : -1;
            since = change.time();
        }
        return 2 == holders ? longer(longest, Duration.between(since, Instant.now())) : longest;
    }

    private static Duration longer(final Duration one, final Duration other)
    {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** The host that has nothing to do with VRRP. */
    Host client()
    {
        return lab.host(Topologies.CLIENT);
    }

    /** Between the two; its interfaces are their cables, such as "d1-eth0". */
    Host switchHost()
    {
        return lab.switchHost();
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
