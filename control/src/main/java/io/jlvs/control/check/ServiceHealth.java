/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.diff.DesiredService;
import io.jlvs.control.model.Forwarding;
import io.jlvs.control.model.Labels;
import io.jlvs.control.model.RealServer;
import io.jlvs.control.model.SorryServer;
import io.jlvs.control.model.VirtualServer;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.vrrp.model.ScriptCommand;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which servers of a virtual server live, whether it has its quorum, and what the service should therefore hold, in
 * keepalived's order and words ({@code ipwrapper.c}). Pure; single-threaded.
 */
public final class ServiceHealth
{
    private final VirtualServer server;
    private final QuorumPolicy policy;
    private final Set<DestinationKey> alive = new HashSet<>();
    private boolean isQuorumUp;
    private boolean isSorryServerActive;

    /**
     * For a new virtual server.
     *
     * @param server  settings.
     * @param isAlive which servers count as alive from the start.
     */
    public ServiceHealth(final VirtualServer server, final Predicate<RealServer> isAlive)
    {
        this.server = server;
        this.policy = new QuorumPolicy(server.quorum(), server.hysteresis());
        server.realServers().stream().filter(isAlive).forEach((realServer) -> alive.add(realServer.key()));
    }

    /**
     * For a virtual server that a reload changed: quorum and sorry server stay as they are until {@link #start()}.
     *
     * @param server   new settings.
     * @param isAlive  which servers are alive.
     * @param previous health under the old settings.
     */
    public ServiceHealth(
        final VirtualServer server, final Predicate<RealServer> isAlive, final ServiceHealth previous)
    {
        this(server, isAlive);
        isQuorumUp = previous.isQuorumUp;
        isSorryServerActive = previous.isSorryServerActive && server.sorryServer().isPresent();
    }

    /**
     * Find out whether there is a quorum.
     *
     * @return what follows.
     */
    public HealthChange start()
    {
        final List<String> log = new ArrayList<>();
        final List<ScriptCommand> scripts = new ArrayList<>();
        updateQuorum(log, scripts, true);

        return new HealthChange(log, scripts);
    }

    /**
     * A server came or went.
     *
     * @param realServer the server.
     * @param isAlive    whether it lives now.
     * @return what follows; nothing if that was known.
     */
    public HealthChange onServer(final RealServer realServer, final boolean isAlive)
    {
        final List<String> log = new ArrayList<>();
        final List<ScriptCommand> scripts = new ArrayList<>();
        final boolean isChange = isAlive ? alive.add(realServer.key()) : alive.remove(realServer.key());
        if (isChange)
        {
            log.add(changeText(realServer, isAlive));
            (isAlive ? realServer.notifyUp() : realServer.notifyDown()).ifPresent(scripts::add);
            updateQuorum(log, scripts, false);
        }

        return new HealthChange(log, scripts);
    }

    private String changeText(final RealServer realServer, final boolean isAlive)
    {
        final String name = Labels.destination(server.key(), realServer.key());
        if (realServer.isInhibitedOnFailure())
        {
            return (isAlive ? "Enabling" : "Disabling") + " service " + name + " of VS " + server.label();
        }

        return (isAlive ? "Adding service " + name + " to VS " : "Removing service " + name + " from VS ") +
            server.label();
    }

    private void updateQuorum(final List<String> log, final List<ScriptCommand> scripts, final boolean isStart)
    {
        final long weights = weights();
        final long threshold = policy.threshold(isQuorumUp);
        final boolean isReached = policy.isReached(isQuorumUp, weights);
        final boolean isSorryServerMissing =
            isStart && !isReached && server.sorryServer().isPresent() && !isSorryServerActive;
        if (isReached && !isQuorumUp)
        {
            isQuorumUp = true;
            log.add("Gained quorum " + policy.quorum() + "+" + policy.hysteresis() + "=" + threshold + " <= " +
                weights + " for VS " + server.label());
            server.sorryServer().filter((sorryServer) -> isSorryServerActive).ifPresent(
                (sorryServer) -> onSorryServer(sorryServer, false, log));
            server.quorumUp().ifPresent(scripts::add);
        }
        else if (!isReached && isQuorumUp || isSorryServerMissing)
        {
            log.add((isQuorumUp ? "Lost quorum " : "Starting with quorum down ") + policy.quorum() + "-" +
                policy.hysteresis() + "=" + threshold + " > " + weights + " for VS " + server.label());
            isQuorumUp = false;
            server.sorryServer().filter((sorryServer) -> !isSorryServerActive).ifPresent(
                (sorryServer) -> onSorryServer(sorryServer, true, log));
            server.quorumDown().ifPresent(scripts::add);
        }
    }

    private void onSorryServer(final SorryServer sorryServer, final boolean isActive, final List<String> log)
    {
        final String name = Labels.destination(server.key(), sorryServer.key());
        final String verb = sorryServer.isInhibited() ? isActive ? "Enabling" : "Disabling" :
            isActive ? "Adding" : "Removing";
        log.add(verb + " sorry server " + name + (isActive ? " to VS " : " from VS ") + server.label());
        log.add((isActive ? "Removing alive servers from" : "Adding alive servers to") + " the pool for VS " +
            server.label());
        isSorryServerActive = isActive;
    }

    private long weights()
    {
        return server.realServers().stream()
            .filter((realServer) -> alive.contains(realServer.key()))
            .mapToLong(RealServer::weight)
            .sum();
    }

    /**
     * The service as it should be in the director now.
     *
     * @return settings and destinations.
     */
    public DesiredService desired()
    {
        final Map<DestinationKey, DestinationSpec> destinations = new LinkedHashMap<>();
        for (final RealServer realServer : server.realServers())
        {
            final boolean isActive = alive.contains(realServer.key()) && !isSorryServerActive;
            if (isActive || realServer.isInhibitedOnFailure())
            {
                destinations.put(realServer.key(), spec(
                    realServer.forwarding(),
                    isActive ? realServer.weight() : 0,
                    realServer.upperThreshold(),
                    realServer.lowerThreshold()));
            }
        }

        final Optional<SorryServer> sorryServer = server.sorryServer();
        if (sorryServer.isPresent() && isSorryServerActive)
        {
            destinations.put(sorryServer.get().key(), spec(sorryServer.get().forwarding(), 1, 0, 0));
        }
        else if (sorryServer.isPresent() && sorryServer.get().isInhibited())
        {
            destinations.putIfAbsent(sorryServer.get().key(), spec(sorryServer.get().forwarding(), 0, 0, 0));
        }

        return new DesiredService(server.spec(), destinations);
    }

    private static DestinationSpec spec(
        final Forwarding forwarding, final int weight, final int upperThreshold, final int lowerThreshold)
    {
        return new DestinationSpec(
            forwarding.code(),
            weight,
            upperThreshold,
            lowerThreshold,
            forwarding.tunnelType(),
            forwarding.tunnelPort(),
            forwarding.tunnelFlags());
    }

    /**
     * The process ends in order.
     *
     * @return log lines, and with {@code omega} the scripts of servers and quorum that go.
     */
    public HealthChange stop()
    {
        final List<String> log = new ArrayList<>();
        final List<ScriptCommand> scripts = new ArrayList<>();
        for (final RealServer realServer : server.realServers())
        {
            if (alive.contains(realServer.key()))
            {
                log.add("Shutting down service " + Labels.destination(server.key(), realServer.key()) + " from VS " +
                    server.label());
                realServer.notifyDown().filter((command) -> server.isOmega()).ifPresent(scripts::add);
            }
        }
        server.quorumDown().filter((command) -> server.isOmega() && isQuorumUp).ifPresent(scripts::add);

        return new HealthChange(log, scripts);
    }

    /**
     * Whether a server counts as alive.
     *
     * @param key of the server.
     * @return true if it lives.
     */
    public boolean isAlive(final DestinationKey key)
    {
        return alive.contains(key);
    }

    /**
     * Whether a server is among those of this service.
     *
     * @param key of the server.
     * @return true if it is.
     */
    public boolean contains(final DestinationKey key)
    {
        return server.realServers().stream().anyMatch((realServer) -> realServer.key().equals(key));
    }

    /**
     * Settings of the service.
     *
     * @return the virtual server.
     */
    public VirtualServer server()
    {
        return server;
    }
}
