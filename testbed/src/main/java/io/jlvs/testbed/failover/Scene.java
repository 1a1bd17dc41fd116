/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.failover;

import io.jlvs.perf.failover.RequestProbe;
import io.jlvs.perf.process.Child;
import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.Nginx;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two directors with jlvs as the data plane, two nginx, a client that asks every 10 ms, and one program that speaks
 * VRRP on both directors.
 */
public final class Scene implements AutoCloseable
{
    private static final String VIP = "10.0.0.100";
    private static final int SERVERS = 2;
    private static final int HIGH = 200;
    private static final int LOW = 150;
    private static final String INTERVAL_MS = "10";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration REQUESTS_END = Duration.ofMillis(RequestProbe.TIMEOUT_MS + 100);
    private static final String FIRST_PORT = Topologies.FIRST_DIRECTOR + "-eth0";

    private final Lab lab;
    private final String speech;
    private final Router first;
    private final Router second;
    private final RunningProcess firstDirector;
    private final AddressMonitor firstAddresses;
    private final AddressMonitor secondAddresses;
    private final Child probe;

    /**
     * Build the network, start everything, and wait until the first director has the address.
     *
     * @param kind   what speaks VRRP.
     * @param speech lines of the {@code vrrp_instance}: version and advert_int.
     */
    public Scene(final Router.Kind kind, final String speech)
    {
        this.speech = speech;
        lab = Lab.open(Topologies.twoDirectors(SERVERS));
        try
        {
            for (int i = 1; i <= SERVERS; i++)
            {
                Nginx.start(lab.host(Topologies.server(i)));
            }
            final Jlvs firstJlvs = Jlvs.on(lab.host(Topologies.FIRST_DIRECTOR));
            final Jlvs secondJlvs = Jlvs.on(lab.host(Topologies.SECOND_DIRECTOR));
            firstDirector = startDirector(firstJlvs);
            startDirector(secondJlvs);
            firstAddresses = AddressMonitor.start(firstJlvs.host());
            secondAddresses = AddressMonitor.start(secondJlvs.host());
            first = kind.on(firstJlvs);
            second = kind.on(secondJlvs);
            first.start(configuration(HIGH));
            firstAddresses.awaitAdded(VIP, LIMIT);
            second.start(configuration(LOW));
            Curl.on(lab.host(Topologies.CLIENT)).get("http://" + VIP + "/", SERVERS);
            final List<String> command = new ArrayList<>(List.of(
                "ip", "netns", "exec", lab.host(Topologies.CLIENT).namespace()));
            command.addAll(Child.jvm(RequestProbe.class, VIP, "80", INTERVAL_MS));
            probe = lab.closeLater(Child.start(command));
            probe.awaitLine("probing");
            settle();
        }
        catch (final RuntimeException ex)
        {
            lab.close();
            throw ex;
        }
    }

    private static RunningProcess startDirector(final Jlvs jlvs)
    {
        final RunningProcess director = jlvs.startDirector();
        jlvs.table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -a -t 10.0.0.100:80 -r 10.0.0.22:80 -g
            """);
        return director;
    }

    /**
     * Have something happen, and wait until the address is where it belongs.
     *
     * @param event in the order of the events.
     * @return what the client noticed.
     */
    public Interruption play(final Event event)
    {
        probe.ask("mark");
        switch (event)
        {
            case STOP -> first.stop();
            case START, START_AFTER_KILL -> first.start(configuration(HIGH));
            case KILL -> first.kill();
            case CUT -> lab.switchHost().exec("ip", "link", "set", FIRST_PORT, "down").orThrow();
            case MEND -> lab.switchHost().exec("ip", "link", "set", FIRST_PORT, "up").orThrow();
            case FREEZE -> signalFirst("STOP");
            default -> signalFirst("CONT");
        }
        (event.isReturn() ? firstAddresses : secondAddresses).awaitAdded(VIP, LIMIT);
        if (event.isReturn())
        {
            secondAddresses.awaitRemoved(VIP, LIMIT);
        }
        settle();
        return Interruption.parse(probe.ask("mark"));
    }

    private void signalFirst(final String signalName)
    {
        first.signal(signalName);
        firstDirector.signal(signalName);
    }

    /** Requests that are under way get their answers, or are lost. */
    private static void settle()
    {
        Await.hold(() -> true, REQUESTS_END, () -> "");
    }

    private String configuration(final int priority)
    {
        return """
            vrrp_instance VI_1 {
                state BACKUP
                interface eth0
                virtual_router_id 51
                priority %d
                %s
                virtual_ipaddress {
                    %s/32
                }
            }
            """.formatted(priority, speech, VIP);
    }

    /**
     * Logs of both, for messages.
     */
    @Override
    public String toString()
    {
        return "d1: " + first.log() + "\n\nd2: " + second.log();
    }

    @Override
    public void close()
    {
        lab.close();
    }
}
