/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.text.InetText;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kernel's side of ipvsadm in memory, as far as its answers go: which commands are refused and why, servers newest
 * first, connection counts that a deleted server gets back when it is added again.
 */
final class IpvsModel implements IpvsadmDirector
{
    private static final Set<String> SCHEDULERS = Set.of(
        "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh", "twos");

    /** Order in which the kernel's hash table gives services; others come behind. */
    private final List<String> order = new ArrayList<>();
    private final Map<ServiceKey, Service> services = new LinkedHashMap<>();
    private final Map<String, Counts> counts = new HashMap<>();
    private final List<ConnectionRow> connections = new ArrayList<>();
    private TimeoutsRow timeouts = new TimeoutsRow(900, 120, 300);
    private boolean syncDaemonRuns;

    private static final class Service
    {
        private ServiceSpec spec;
        private final Map<DestinationKey, DestinationSpec> servers = new LinkedHashMap<>();
    }

    private record Counts(long active, long inactive, long persistent, TrafficRow traffic)
    {
    }

    void order(final String... services)
    {
        order.clear();
        order.addAll(List.of(services));
    }

    void syncDaemonRuns(final boolean runs)
    {
        syncDaemonRuns = runs;
    }

    /** Counts of a service ({@code server} empty) or a server, whether it is there now or comes later. */
    void counts(
        final String service,
        final String server,
        final long active,
        final long inactive,
        final long persistent,
        final long... traffic)
    {
        counts.put(service + " " + server, new Counts(active, inactive, persistent, 0 == traffic.length ?
            TrafficRow.ZERO : new TrafficRow(traffic[0], traffic[1], traffic[2], traffic[3], traffic[4])));
    }

    List<ConnectionRow> connections()
    {
        return connections;
    }

    @Override
    public CommandResponse addService(final ServiceKey key, final ServiceSpec spec)
    {
        if (services.containsKey(key))
        {
            return refusal(ResponseCode.SERVICE_EXISTS);
        }
        if (!isKnown(spec))
        {
            return refusal(ResponseCode.NO_SUCH_SCHEDULER);
        }
        final Service service = new Service();
        service.spec = spec;
        services.put(key, service);
        return ok();
    }

    @Override
    public CommandResponse editService(final ServiceKey key, final ServiceSpec spec)
    {
        if (!services.containsKey(key))
        {
            return refusal(ResponseCode.NO_SUCH_SERVICE);
        }
        if (!isKnown(spec))
        {
            return refusal(ResponseCode.NO_SUCH_SCHEDULER);
        }
        services.get(key).spec = spec;
        return ok();
    }

    @Override
    public CommandResponse deleteService(final ServiceKey key)
    {
        return null == services.remove(key) ? refusal(ResponseCode.NO_SUCH_SERVICE) : ok();
    }

    @Override
    public CommandResponse flush()
    {
        services.clear();
        return ok();
    }

    @Override
    public CommandResponse addDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        final CommandResponse refusal = check(service, key, spec);
        if (null != refusal)
        {
            return refusal;
        }
        final Map<DestinationKey, DestinationSpec> servers = services.get(service).servers;
        if (servers.containsKey(key))
        {
            return refusal(ResponseCode.DESTINATION_EXISTS);
        }
        servers.put(key, spec);
        return ok();
    }

    @Override
    public CommandResponse editDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        final CommandResponse refusal = check(service, key, spec);
        if (null != refusal)
        {
            return refusal;
        }
        final Map<DestinationKey, DestinationSpec> servers = services.get(service).servers;
        if (!servers.containsKey(key))
        {
            return refusal(ResponseCode.NO_SUCH_DESTINATION);
        }
        servers.put(key, spec);
        return ok();
    }

    @Override
    public CommandResponse deleteDestination(final ServiceKey service, final DestinationKey key)
    {
        if (!services.containsKey(service))
        {
            return refusal(ResponseCode.NO_SUCH_SERVICE);
        }
        return null == services.get(service).servers.remove(key) ? refusal(ResponseCode.NO_SUCH_DESTINATION) : ok();
    }

    @Override
    public CommandResponse zeroAll()
    {
        counts.replaceAll((name, old) -> new Counts(old.active, old.inactive, old.persistent, TrafficRow.ZERO));
        return ok();
    }

    @Override
    public CommandResponse zeroService(final ServiceKey key)
    {
        if (!services.containsKey(key))
        {
            return refusal(ResponseCode.NO_SUCH_SERVICE);
        }
        final String prefix = name(key) + " ";
        counts.replaceAll((name, old) -> name.startsWith(prefix) ?
            new Counts(old.active, old.inactive, old.persistent, TrafficRow.ZERO) : old);
        return ok();
    }

    @Override
    public CommandResponse setTimeouts(final TimeoutsRow newTimeouts)
    {
        timeouts = new TimeoutsRow(
            0 == newTimeouts.tcp() ? timeouts.tcp() : newTimeouts.tcp(),
            0 == newTimeouts.tcpFin() ? timeouts.tcpFin() : newTimeouts.tcpFin(),
            0 == newTimeouts.udp() ? timeouts.udp() : newTimeouts.udp());
        return ok();
    }

    @Override
    public TimeoutsRow timeouts()
    {
        return timeouts;
    }

    @Override
    public List<ServiceRow> services()
    {
        final List<ServiceRow> rows = new ArrayList<>();
        for (final Map.Entry<ServiceKey, Service> entry : services.entrySet())
        {
            rows.add(row(entry.getKey(), entry.getValue()));
        }
        rows.sort(Comparator.comparingInt(row ->
        {
            final int place = order.indexOf(name(row.key()));
            return place < 0 ? order.size() : place;
        }));
        return rows;
    }

    @Override
    public void connections(final ConnectionListener listener)
    {
        connections.forEach(listener::onConnection);
    }

    @Override
    public void close()
    {
    }

    private ServiceRow row(final ServiceKey key, final Service service)
    {
        final List<DestinationRow> servers = new ArrayList<>();
        service.servers.forEach((serverKey, spec) ->
        {
            final Counts count = counts(name(key) + " " + endpoint(serverKey.address().getAddress(), serverKey.port()));
            servers.add(0, new DestinationRow(
                servers.size() + 1, serverKey, spec, true, count.active, count.inactive, count.persistent,
                count.traffic));
        });
        return new ServiceRow(key, service.spec, true, counts(name(key) + " ").traffic, servers);
    }

    private Counts counts(final String name)
    {
        return counts.getOrDefault(name, new Counts(0, 0, 0, TrafficRow.ZERO));
    }

    private CommandResponse check(final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        if (!services.containsKey(service))
        {
            return refusal(ResponseCode.NO_SUCH_SERVICE);
        }
        final boolean mixed = service.address().getClass() != key.address().getClass();
        if (mixed && syncDaemonRuns)
        {
            return refusal(ResponseCode.INVALID);
        }
        return spec.lowerThreshold() > spec.upperThreshold() ? refusal(ResponseCode.OUT_OF_RANGE) : null;
    }

    private static String name(final ServiceKey key)
    {
        if (0 != key.firewallMark())
        {
            return "FWM " + (int)key.firewallMark() + (16 == key.address().getAddress().length ? " IPv6" : "");
        }
        return (6 == key.protocol() ? "TCP " : 17 == key.protocol() ? "UDP " : "SCTP ") +
            endpoint(key.address().getAddress(), key.port());
    }

    private static String endpoint(final byte[] address, final int port)
    {
        final StringBuilder text = new StringBuilder();
        InetText.append(text, address);
        return 16 == address.length ? "[" + text + "]:" + port : text + ":" + port;
    }

    private static boolean isKnown(final ServiceSpec spec)
    {
        return SCHEDULERS.contains(spec.schedulerName()) &&
            (spec.persistenceEngine().isEmpty() || "sip".equals(spec.persistenceEngine()));
    }

    private static CommandResponse ok()
    {
        return new CommandResponse(ResponseCode.OK, "");
    }

    private static CommandResponse refusal(final ResponseCode code)
    {
        return new CommandResponse(code, "");
    }
}
