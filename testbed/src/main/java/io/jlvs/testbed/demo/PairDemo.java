/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.demo;

import io.jlvs.perf.failover.RequestProbe;
import io.jlvs.perf.process.Child;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabException;
import io.jlvs.testbed.lab.Nginx;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two directors that share an address by VRRP, and a client that asks every 10 ms while one of them is stopped, killed
 * and started again. Each thing shown is also checked.
 */
final class PairDemo implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int SERVERS = 2;
    private static final String VIP = "10.0.0.100";
    private static final String PICTURE = """
        client 10.0.0.10    d1 10.0.0.1     d2 10.0.0.2     rs1 10.0.0.21    rs2 10.0.0.22
            |                    \\  VIP 10.0.0.100  /            |               |    (VIP also on their lo)
            +--------------------+---------------+--------------+---------------+""";

    private final Narrator narrator;
    private final Lab lab;
    private final Node first;
    private final Node second;
    private final Child probe;

    /** A director with its control process. */
    private static final class Node
    {
        private final Host host;
        private final Jlvs jlvs;
        private final int priority;
        private RunningProcess director;
        private RunningProcess keepalived;

        Node(final Host host, final int priority)
        {
            this.host = host;
            this.jlvs = Jlvs.on(host);
            this.priority = priority;
        }

        void start()
        {
            if (null == director)
            {
                director = jlvs.startDirector();
            }
            keepalived = jlvs.startKeepalived(configuration(priority));
        }

        boolean isHolding()
        {
            return host.exec("ip", "-o", "addr", "show", "dev", "eth0").out().contains(" " + VIP + "/");
        }

        @Override
        public String toString()
        {
            return host.name() + ":\n" + director + "\n" + keepalived;
        }
    }

    /**
     * Build the network and start everything.
     *
     * @param narrator who tells of it.
     */
    PairDemo(final Narrator narrator)
    {
        this.narrator = narrator;
        narrator.step("Two directors share the address of a service by VRRP");
        narrator.show("", PICTURE);
        lab = Lab.open(Topologies.twoDirectors(SERVERS));
        try
        {
            for (int i = 1; i <= SERVERS; i++)
            {
                Nginx.start(lab.host(Topologies.server(i)));
            }
            first = new Node(lab.host(Topologies.FIRST_DIRECTOR), 200);
            second = new Node(lab.host(Topologies.SECOND_DIRECTOR), 150);
            narrator.step("Start 'jlvs director' and 'jlvs keepalived' on both, d1 with this keepalived.conf");
            narrator.show("", configuration(first.priority));
            narrator.say("d2 has the same with priority 150.");
            first.start();
            second.start();
            awaitHolder(first, second);
            final List<String> command = new ArrayList<>(List.of(
                "ip", "netns", "exec", lab.host(Topologies.CLIENT).namespace()));
            command.addAll(Child.jvm(RequestProbe.class, VIP, "80", "10"));
            probe = lab.closeLater(Child.start(command));
            probe.awaitLine("probing");
        }
        catch (final RuntimeException ex)
        {
            lab.close();
            throw ex;
        }
    }

    /**
     * The address moves and the service goes on.
     */
    void show()
    {
        showHolder(first);
        final List<String> answers = Curl.on(lab.host(Topologies.CLIENT)).get("http://" + VIP + "/", 6);
        narrator.say("six requests are answered by " + String.join(", ", answers));
        require(new HashSet<>(answers).equals(Set.of("rs1", "rs2")), "both servers answer: " + answers);

        narrator.step("Stop keepalived on d1 in order, while a client asks every 10 ms");
        showMove(() -> first.keepalived.close(), second, first);

        narrator.step("Start it again: it has the higher priority and takes the address back");
        showMove(first::start, first, second);

        narrator.step("Kill keepalived on d1 with SIGKILL: its director takes the address off, d2 takes over");
        showMove(() -> first.keepalived.signal("KILL"), second, first);
        narrator.show("the director of d1 says:", first.director.err());

        narrator.step("Start it again");
        showMove(first::start, first, second);
    }

    private void showMove(final Runnable event, final Node next, final Node previous)
    {
        probe.ask("mark");
        final RunningProcess before = next.keepalived;
        final int logged = before.err().length();
        event.run();
        awaitHolder(next, previous);
        // Requests under way end before they are counted.
        final long endNs = System.nanoTime() + Duration.ofMillis(2L * RequestProbe.TIMEOUT_MS).toNanos();
        Await.await(() -> System.nanoTime() - endNs > 0, LIMIT, "requests end");
        final String result = probe.ask("mark");
        showHolder(next);
        narrator.show("log of keepalived on " + next.host.name() + ":",
            next.keepalived.err().substring(next.keepalived == before ? logged : 0));
        narrator.say("the client: " + result + " ms between two answers at most");
    }

    private void showHolder(final Node node)
    {
        narrator.show("ip addr show eth0 on " + node.host.name(),
            node.host.exec("ip", "-br", "-4", "addr", "show", "dev", "eth0").orThrow().out());
    }

    private void awaitHolder(final Node holder, final Node other)
    {
        Await.await(
            () -> holder.isHolding() && !other.isHolding(),
            LIMIT,
            () -> VIP + " is on " + holder.host.name() + " alone:\n" + first + "\n" + second);
    }

    private static void require(final boolean condition, final String what)
    {
        if (!condition)
        {
            throw new LabException("this does not hold: " + what);
        }
    }

    private static String configuration(final int priority)
    {
        final StringBuilder text = new StringBuilder("""
            vrrp_instance VI_1 {
                state BACKUP
                interface eth0
                virtual_router_id 51
                priority %d
                version 3
                advert_int 0.1
                virtual_ipaddress {
                    %s/32
                }
            }
            virtual_server %2$s 80 {
                delay_loop 2
                lb_algo rr
                lb_kind DR
                protocol TCP
            """.formatted(priority, VIP));
        for (int i = 1; i <= SERVERS; i++)
        {
            text.append("""
                    real_server 10.0.0.2%d 80 {
                        TCP_CHECK {
                            connect_timeout 1
                        }
                    }
                """.formatted(i));
        }
        return text.append("}\n").toString();
    }

    /**
     * End everything and remove the network.
     */
    @Override
    public void close()
    {
        lab.close();
    }
}
