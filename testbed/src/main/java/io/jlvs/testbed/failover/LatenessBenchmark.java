/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.failover;

import io.jlvs.perf.report.Environment;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import io.jlvs.testbed.lab.AddressMonitor;
import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabException;
import io.jlvs.testbed.lab.Nginx;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sudo ./jlvs bench lateness}: two directors with advert_int 0.01 while requests keep all processors busy and
 * each control process makes 200 health checks a second: transitions that should not be, and how late timers are
 * served.
 * Other collectors: {@code JLVS_JAVA_OPTS='-XX:-UseZGC -XX:+UseG1GC' sudo -E ./jlvs bench lateness}.
 */
@Command(
    name = "lateness",
    description = "Whether VRRP keeps its times on a busy machine.",
    sortOptions = false)
public final class LatenessBenchmark implements Callable<Integer>
{
    private static final String RESULTS_FILE = "perf/target/results.jsonl";
    private static final String VIP = "10.0.0.100";
    private static final int HIGH = 200;
    private static final int LOW = 150;
    private static final int SERVICES = 100;
    private static final int SERVERS = 2;
    private static final int FIRST_PORT = 8000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern MASTER = Pattern.compile("Became master: (\\d+)");
    private static final Pattern LATENESS = Pattern.compile(
        "timers (\\d+), late by p50 ([0-9.]+) ms, p99.9 ([0-9.]+) ms, max ([0-9.]+) ms");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "10", description = "How long (default: 10).")
    private int minutes;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean isHelp;

    private LatenessBenchmark()
    {
    }

    /**
     * Run it and end the process.
     *
     * @param args options.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new LatenessBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException
    {
        final Path root = Path.of(System.getProperty("jlvs.root", ""));
        final Report report = new Report(
            "jlvs bench lateness --minutes " + minutes, Environment.of(root.toAbsolutePath()));
        try (Lab lab = Lab.open(Topologies.twoDirectors(2)))
        {
            measure(lab, report);
        }
        System.out.print(report.table());
        report.appendTo(root.resolve(RESULTS_FILE));

        return 0;
    }

    private void measure(final Lab lab, final Report report)
    {
        Nginx.start(lab.host(Topologies.server(1)));
        Nginx.start(lab.host(Topologies.server(2)));
        final Host firstHost = lab.host(Topologies.FIRST_DIRECTOR);
        final Host secondHost = lab.host(Topologies.SECOND_DIRECTOR);
        final AddressMonitor firstAddresses = AddressMonitor.start(firstHost);
        final AddressMonitor secondAddresses = AddressMonitor.start(secondHost);
        final Jlvs first = Jlvs.on(firstHost);
        final Jlvs second = Jlvs.on(secondHost);
        first.startDirector();
        second.startDirector();
        final RunningProcess firstControl = first.startKeepalived(configuration(HIGH));
        firstAddresses.awaitAdded(VIP, LIMIT);
        final RunningProcess secondControl = second.startKeepalived(configuration(LOW));

        final Duration duration = Duration.ofMinutes(minutes);
        final RunningProcess wrk = lab.host(Topologies.CLIENT).start("wrk",
            "wrk", "-t", "2", "-c", "64", "-d", duration.toSeconds() + "s", "http://" + VIP + "/");
        wrk.awaitExit(duration.plus(LIMIT));

        report.add(result("d1 (master)", first, firstControl, firstAddresses));
        report.add(result("d2 (backup)", second, secondControl, secondAddresses));
        report.add(new Result("load")
            .with("health checks/s of each", SERVICES * SERVERS)
            .with("requests/s", group(RATE, wrk.out(), 1)));
    }

    private static Result result(
        final String name, final Jlvs jlvs, final RunningProcess control, final AddressMonitor addresses)
    {
        final Path file = jlvs.directory().resolve("keepalived.stats");
        control.signal("USR2");
        Await.await(() -> Files.exists(file) && LATENESS.matcher(read(file)).find(), LIMIT, control::toString);
        final String text = read(file);
        return new Result(name)
            .with("became master", group(MASTER, text, 1))
            .with("changes of the address", addresses.changes(VIP).size())
            .with("timers", group(LATENESS, text, 1))
            .with("late p50 ms", group(LATENESS, text, 2))
            .with("p99.9 ms", group(LATENESS, text, 3))
            .with("max ms", group(LATENESS, text, 4));
    }

    private static String group(final Pattern pattern, final String text, final int number)
    {
        final Matcher matcher = pattern.matcher(text);
        if (!matcher.find())
        {
            throw new LabException("no " + pattern + " in:\n" + text);
        }
        return matcher.group(number);
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
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
                advert_int 0.01
                virtual_ipaddress {
                    %s/32
                }
            }
            """.formatted(priority, VIP));
        for (int service = 0; service < SERVICES; service++)
        {
            text.append("virtual_server ").append(VIP).append(' ').append(0 == service ? 80 : FIRST_PORT + service)
                .append(" {\n    delay_loop 1\n    lb_algo rr\n    lb_kind DR\n    protocol TCP\n");
            for (int server = 0; server < SERVERS; server++)
            {
                text.append("    real_server 10.0.0.").append(21 + server).append(' ')
                    .append(0 == service ? 80 : FIRST_PORT + service)
                    .append(" {\n        TCP_CHECK {\n            connect_port 80\n")
                    .append("            connect_timeout 2\n        }\n    }\n");
            }
            text.append("}\n");
        }
        return text.toString();
    }
}
