/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.demo;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.Decapsulation;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabException;
import io.jlvs.testbed.lab.Nginx;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import io.jlvs.testbed.topology.Topology;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One network of the demo with everything running on it, and what can be shown there. Each thing shown is also checked.
 */
final class DemoNetwork implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int SERVERS = 2;

    private final Narrator narrator;
    private final Plan plan;
    private final Lab lab;
    private final Jlvs jlvs;
    private final Curl curl;
    private final Nginx[] servers = new Nginx[SERVERS];
    private final RunningProcess director;
    private final RunningProcess keepalived;

    /**
     * What differs between direct routing and tunnels.
     *
     * @param title      of the part.
     * @param topology   of the network.
     * @param picture    of it.
     * @param method     as lb_kind names it.
     * @param vip        of the service.
     * @param persistent VIP of a second service, for clients that must stay; empty for none.
     * @param server     address of a server by its number.
     */
    record Plan(
        String title,
        Topology topology,
        String picture,
        String method,
        String vip,
        String persistent,
        Function<Integer, String> server)
    {
        static final Plan DIRECT_ROUTE = new Plan(
            "Direct routing (DR): all on one segment",
            Topologies.oneSegment(SERVERS),
            """
            client 10.0.0.10     director 10.0.0.1     rs1 10.0.0.21     rs2 10.0.0.22
                |                    VIP 10.0.0.100         |                 |     (VIP also on their lo)
                +------------------------+------------------+-----------------+""",
            "DR",
            "10.0.0.100",
            "10.0.0.101",
            (number) -> "10.0.0.2" + number);

        static final Plan TUNNEL = new Plan(
            "Tunnels (TUN): the servers are in other networks",
            Topologies.routed(SERVERS),
            """
            client 10.0.0.10 --- router --- director 172.16.1.3, VIP 172.16.1.100
                                   +------- rs1 172.16.11.21   (VIP also on their lo)
                                   +------- rs2 172.16.12.22""",
            "TUN",
            "172.16.1.100",
            "",
            (number) -> "172.16.1" + number + ".2" + number);
    }

    /**
     * Build the network and start everything.
     *
     * @param narrator who tells of it.
     * @param plan     of the network.
     */
    DemoNetwork(final Narrator narrator, final Plan plan)
    {
        this.narrator = narrator;
        this.plan = plan;
        narrator.step(plan.title());
        narrator.show("", plan.picture());
        lab = Lab.open(plan.topology());
        try
        {
            final Host host = lab.host(Topologies.DIRECTOR);
            jlvs = Jlvs.on(host);
            curl = Curl.on(lab.host(Topologies.CLIENT));
            for (int i = 0; i < SERVERS; i++)
            {
                final Host server = lab.host(Topologies.server(i + 1));
                if (plan == Plan.TUNNEL)
                {
                    Decapsulation.attach(server, "eth0");
                }
                servers[i] = Nginx.start(server);
            }

            final String configuration = configuration();
            narrator.step("Start 'jlvs director' and 'jlvs keepalived' with this keepalived.conf");
            narrator.show("", configuration);
            director = jlvs.startDirector();
            keepalived = jlvs.startKeepalived(configuration);
            awaitTable((table) -> table.contains(address(1)) && table.contains(address(2)), "both servers");
            narrator.say(director.out().strip());
            narrator.say(keepalived.out().strip());
        }
        catch (final RuntimeException ex)
        {
            lab.close();
            throw ex;
        }
    }

    /**
     * Requests are spread over the servers.
     */
    void showRequests()
    {
        final String url = "http://" + plan.vip() + "/";
        narrator.step("Six requests: curl " + url);
        final List<String> answers = ask(url, 6);
        narrator.say("answered by " + String.join(", ", answers));
        require(new HashSet<>(answers).equals(Set.of("rs1", "rs2")), "both servers answer: " + answers);
        showIpvsadm("-Ln --stats");
    }

    /**
     * With persistence_timeout, a client stays on a server.
     */
    void showPersistence()
    {
        final String url = "http://" + plan.persistent() + "/";
        narrator.step("Persistence: a client stays on the server that it got first: curl " + url);
        final Set<String> all = new HashSet<>();
        for (int i = 0; i < SERVERS; i++)
        {
            final String client = "10.0.0." + (130 + i);
            final List<String> answers = check(
                curl.run(url, 4, "--interface", client).orThrow().out().lines().toList());
            narrator.say("client " + client + " is answered by " + String.join(", ", answers));
            require(1 == new HashSet<>(answers).size(), "one server answers client " + client);
            all.addAll(answers);
        }
        require(SERVERS == all.size(), "clients are spread over the servers: " + all);
    }

    /**
     * A server that stops is taken out, and put back when it is there again.
     */
    void showFailureAndRecovery()
    {
        narrator.step("Stop nginx on rs2: keepalived notices and takes it out");
        final int logged = keepalived.err().length();
        servers[1].stop();
        awaitTable((table) -> !table.contains(address(2)), "rs2 leaves");
        narrator.show("log of keepalived:", keepalived.err().substring(logged));
        showIpvsadm("-Ln");
        final List<String> without = ask("http://" + plan.vip() + "/", 4);
        narrator.say("four requests are answered by " + String.join(", ", without));
        require(new HashSet<>(without).equals(Set.of("rs1")), "only rs1 answers: " + without);

        narrator.step("Start it again: it comes back");
        final int loggedThen = keepalived.err().length();
        servers[1].start();
        awaitTable((table) -> table.contains(address(2)), "rs2 comes back");
        narrator.show("log of keepalived:", keepalived.err().substring(loggedThen));
        final List<String> with = ask("http://" + plan.vip() + "/", 4);
        narrator.say("four requests are answered by " + String.join(", ", with));
        require(new HashSet<>(with).equals(Set.of("rs1", "rs2")), "both servers answer: " + with);
        showIpvsadm("-Ln --stats");
    }

    /**
     * End everything and remove the network.
     */
    @Override
    public void close()
    {
        lab.close();
    }

    private List<String> ask(final String url, final int count)
    {
        return check(curl.run(url, count).orThrow().out().lines().toList());
    }

    private static List<String> check(final List<String> answers)
    {
        final var counts = answers.stream().collect(
            Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        require(Set.of("rs1", "rs2").containsAll(counts.keySet()), "answers come from rs1 and rs2: " + counts);
        return answers;
    }

    private void showIpvsadm(final String arguments)
    {
        narrator.show("jlvs ipvsadm " + arguments, jlvs.ipvsadm(arguments).orThrow().out());
    }

    private void awaitTable(final Function<String, Boolean> condition, final String what)
    {
        Await.await(
            () -> condition.apply(serverLines(jlvs.ipvsadm("-Ln").orThrow().out())),
            LIMIT,
            () -> what + " in the table:\n" + jlvs.ipvsadm("-Ln") + "\nkeepalived: " + keepalived +
                "\ndirector: " + director);
    }

    /** The lines of the first service's servers, each with a blank after the port. */
    private String serverLines(final String table)
    {
        final int start = table.indexOf("TCP  " + plan.vip() + ":80");
        if (start < 0)
        {
            return "";
        }
        final int next = table.indexOf("\nTCP ", start);
        return next < 0 ? table.substring(start) : table.substring(start, next);
    }

    private String address(final int number)
    {
        return plan.server().apply(number) + ":80 ";
    }

    private String configuration()
    {
        final StringBuilder text = new StringBuilder(service(plan.vip(), ""));
        if (!plan.persistent().isEmpty())
        {
            text.append(service(plan.persistent(), "    persistence_timeout 50\n"));
        }
        return text.toString();
    }

    private String service(final String vip, final String persistence)
    {
        final StringBuilder text = new StringBuilder("""
            virtual_server %s 80 {
                delay_loop 1
                lb_algo rr
                lb_kind %s
            %s    protocol TCP
            """.formatted(vip, plan.method(), persistence));
        for (int i = 1; i <= SERVERS; i++)
        {
            text.append("""
                    real_server %s 80 {
                        weight 1
                        TCP_CHECK {
                            connect_timeout 1
                            retry 1
                            delay_before_retry 1
                            connect_port 80
                        }
                    }
                """.formatted(plan.server().apply(i)));
        }
        return text.append("}\n").toString();
    }

    private static void require(final boolean condition, final String what)
    {
        if (!condition)
        {
            throw new LabException("this does not hold: " + what);
        }
    }
}
