/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Replays what was recorded of ipvsadm 1.31 on kernel IPVS, command by command, against a model of the kernel's side.
 */
class RecordedSessionTest
{
    private static final String NO_RATES = "rates are not kept yet";
    private static final String NO_DAEMON = "there is no synchronization daemon";
    private static final String NOT_IPVSADM = "not a command of ipvsadm";
    private static final String WRAPPER = "a shell script around ipvsadm";

    private static final Pattern CONNECTION = Pattern.compile(
        "(TCP|UDP|SCTP|IP ) [0-9]{2,}:[0-9]{2}  [A-Z_0-9]+( +[^ ]+:[0-9]+){3}");

    private final IpvsModel model = new IpvsModel();
    private final Map<String, String> skipped = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, Runnable> before = new HashMap<>();
    private final Map<Integer, Runnable> beforeLine = new HashMap<>();
    private final Map<String, String> inputs = new HashMap<>();
    private final Map<String, Runnable> notes = new HashMap<>();
    private String hosts = "hosts";
    private int replayed;

    @Test
    void shouldPrintListingsAsRecorded()
    {
        skip(NO_RATES, "ipvsadm -ln --rate", "ipvsadm -ln --rate --exact", "ipvsadm -Ln --rate --thresholds",
            "ipvsadm -Ln --rate -t 10.0.0.100:80");
        skip(NOT_IPVSADM, "cat /proc/net/ip_vs", "cat /proc/net/ip_vs_conn", "cat /proc/net/ip_vs_conn_sync",
            "cat /proc/net/ip_vs_stats", "cat /proc/net/ip_vs_stats_percpu", "cat /proc/net/ip_vs_app");
        final RecordedSession session = RecordedSession.read("01-list-formats.txt");
        giveServicesOfListings();
        notes.put("# listings AFTER traffic (connections held open)", this::giveTraffic);
        giveConnections(session);

        replay(session);
        assertEquals(38, replayed);
    }

    @Test
    void shouldConfigureAsRecorded()
    {
        skip(NOT_IPVSADM, "cat /proc/net/ip_vs_stats");
        skip(WRAPPER, "ipvsadm-save -n 2>&1 | head -3", "ipvsadm-restore </dev/null",
            "ipvsadm -C; ipvsadm -R < /tmp/save; ipvsadm -Sn | diff - /tmp/save && echo identical");
        skip(NO_DAEMON,
            "ipvsadm --start-daemon master --mcast-interface eth0 --syncid 7",
            "ipvsadm --start-daemon backup --mcast-interface eth0 --syncid 7 --sync-maxlen 1000 " +
            "--mcast-group 224.0.0.82 --mcast-port 8849 --mcast-ttl 2",
            "ipvsadm --start-daemon master --mcast-interface eth0",
            "ipvsadm --stop-daemon master",
            "ipvsadm --stop-daemon backup",
            "ipvsadm -L --daemon",
            "ipvsadm --start-daemon master",
            "ipvsadm --start-daemon master --mcast-interface nosuch");
        giveServicesOfListings();
        giveOldConnections();
        // The recording cleared the table at these places without showing it.
        before.put("ipvsadm -A -t 10.0.0.100:80", model::flush);
        before.put("ipvsadm -A -t 10.0.0.100:80 -s rr", model::flush);
        before.put("ipvsadm -A -t 10.0.0.100:1000 -s rr", model::flush);
        before.put("ipvsadm -A -t 10.0.0.100:1 -s sh -b sh-port", model::flush);

        replay(RecordedSession.read("02-config-commands.txt"));
        assertEquals(107, replayed);
    }

    @Test
    void shouldComplainAsRecorded()
    {
        skip("its text is tested in IpvsadmCommandTest", "setpriv --reuid 65534 ipvsadm -Ln");
        giveOldConnections();
        model.syncDaemonRuns(true);
        model.counts("TCP 10.0.0.100:80", "10.0.0.21:80", 0, 7, 0, 2, 16, 0, 848, 0);
        model.counts("TCP 10.0.0.100:80", "10.0.0.22:80", 0, 2, 0, 1, 7, 0, 372, 0);
        model.order(
            "TCP 0.0.0.0:80", "TCP 10.77.0.1:80", "TCP 127.0.0.1:80", "TCP 224.0.0.1:80", "TCP [fd00::100]:88",
            "TCP 10.0.0.100:80", "TCP 10.0.0.100:86", "TCP 10.0.0.100:87", "TCP 10.0.0.100:85",
            "TCP 10.0.0.100:88", "FWM -1");
        // A restore that the recording does not show.
        beforeLine.put(427, () -> run("printf %b '-A -t 10.0.0.100:80 -s rr' | ipvsadm -R"));
        inputs.put("/tmp/bad2", "# a comment\n-A -t 10.0.0.100:80 -s rr\n");
        inputs.put("/tmp/bad3", "\nipvsadm -A -t 10.0.0.100:80 -s rr\n");
        inputs.put("/tmp/bad4", "-A -t 10.0.0.100:80 -s rr\n-L -n\n-C\n");

        replay(RecordedSession.read("03-errors.txt"));
        assertEquals(106, replayed);
    }

    @Test
    void shouldConfigureRaritiesAsRecorded()
    {
        skip(NOT_IPVSADM, "client: curl");
        skip(NO_DAEMON, "ipvsadm --start-daemon master --mcast-interface eth0");
        notes.put("open connections 5 -> new one: rs1", () -> model.counts(
            "TCP 10.0.0.100:1002", "10.0.0.21:1002", 0, 6, 0));
        notes.put("open connections 1 -> new one: rs1", () ->
        {
            model.counts("TCP 10.0.0.100:1002", "10.0.0.21:1002", 0, 0, 0);
            model.counts("TCP 10.0.0.100:1003", "10.0.0.21:1003", 0, 2, 0);
        });

        replay(RecordedSession.read("06-extra.txt"));
        assertEquals(35, replayed);
    }

    @Test
    void shouldReadOptionsAsRecorded()
    {
        skip(NO_RATES, "ipvsadm -L --rate --tun-info");

        replay(RecordedSession.read("11-options.txt"));
        assertEquals(461, replayed);
    }

    @Test
    void shouldRestoreAsRecorded()
    {
        replay(RecordedSession.read("12-restore.txt"));
        assertEquals(90, replayed);
    }

    @Test
    void shouldNameHostsAsRecorded()
    {
        skip(NO_RATES, "ipvsadm -L --rate", "ipvsadm -Ln --rate --exact");
        hosts = "hosts-long-names";

        replay(RecordedSession.read("13-names.txt"));
        assertEquals(25, replayed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-list-formats.txt", "05-persistence.txt", "06-extra.txt", "07-service-delete.txt"})
    void shouldPrintEveryRecordedConnection(final String file)
    {
        int count = 0;
        for (final String line : RecordedSession.lines(file))
        {
            if (CONNECTION.matcher(line).matches())
            {
                final StringBuilder text = new StringBuilder();
                final ListingFormat format = new ListingFormat(ListingFormat.View.CONFIGURATION, true, true, false);
                new IpvsadmFormatter(text, format, null, null).connection(connection(line));
                assertEquals(line + "\n", text.toString());
                count++;
            }
        }
        assertTrue(count > 0, () -> "hardly any connection in " + file);
    }

    private void replay(final RecordedSession session)
    {
        for (final RecordedSession.Step step : session.steps())
        {
            if (step.isNote())
            {
                notes.getOrDefault(step.output(), () -> { }).run();
            }
            else if (skipped.containsKey(step.command()))
            {
                used.add(step.command());
            }
            else
            {
                before.getOrDefault(step.command(), () -> { }).run();
                beforeLine.getOrDefault(step.line(), () -> { }).run();
                replay(session, step);
                replayed++;
            }
        }
        assertEquals(skipped.keySet(), used, "commands to leave out that do not occur");
    }

    private void run(final String command)
    {
        replay(new RecordedSession("preparation", List.of()), new RecordedSession.Step(0, command, "", 0));
    }

    private void replay(final RecordedSession session, final RecordedSession.Step step)
    {
        final List<String> words = new ArrayList<>(RecordedSession.words(step.command()));
        String input = "";
        if ("printf".equals(words.get(0)))
        {
            assertEquals(List.of("printf", "%b"), words.subList(0, 2));
            assertEquals(List.of("|", "ipvsadm", "-R"), words.subList(3, 6));
            input = words.get(2).replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r");
            words.subList(0, 4).clear();
        }
        final int redirect = words.indexOf("<");
        if (redirect >= 0)
        {
            input = inputs.get(words.get(redirect + 1));
            words.subList(redirect, words.size()).clear();
        }
        if (words.subList(1, words.size()).equals(List.of("(no", "arguments)")))
        {
            words.subList(1, words.size()).clear();
        }
        assertEquals("ipvsadm", words.remove(0), () -> "not a command of ipvsadm: " + step);

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final int status;
        try (PrintStream output = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1))
        {
            status = new IpvsadmCommand(
                Path.of("/nowhere"),
                directory -> model,
                new ServiceNames(resource("services")),
                new HostNames(resource(hosts), false),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
                output,
                output,
                Map.of()).run(words.toArray(new String[0]));
        }
        final String where = session.file() + ":" + step.line() + ": " + step.command();
        assertEquals(step.output(), bytes.toString(StandardCharsets.ISO_8859_1), where);
        assertEquals(step.exit(), status, where);
    }

    private void giveServicesOfListings()
    {
        final String[] rules =
        {
            "-A -t 10.0.0.100:80 -s wrr",
            "-a -t 10.0.0.100:80 -r 10.0.0.21:80 -g -w 5",
            "-a -t 10.0.0.100:80 -r 10.0.0.22:80 -i -w 1",
            "-a -t 10.0.0.100:80 -r 10.1.0.23:8080 -m -w 3",
            "-a -t 10.0.0.100:80 -r 10.0.0.24:80 -g -w 0",
            "-A -t 10.0.0.100:8080 -s lc -p 300 -M 255.255.255.0",
            "-a -t 10.0.0.100:8080 -r 10.0.0.21:8080 -g -w 100 -x 2000 -y 1500",
            "-a -t 10.0.0.100:8080 -r 10.0.0.22:8080 -g -w 100 -x 500",
            "-A -u 10.0.0.100:53 -s rr -o",
            "-a -u 10.0.0.100:53 -r 10.0.0.21:53 -g -w 1",
            "-a -u 10.0.0.100:53 -r 10.0.0.22:53 -g -w 1",
            "-A -t [fd00::100]:80 -s wlc -p 120 -M 64",
            "-a -t [fd00::100]:80 -r [fd00::21]:80 -g -w 1",
            "-a -t [fd00::100]:80 -r [fd01::22]:80 -m -w 2",
            "-A -f 1 -s sh -p 360 -b sh-fallback,sh-port",
            "-a -f 1 -r 10.0.0.21:0 -g -w 1",
            "-a -f 1 -r 10.0.0.22:0 -i -w 1",
            "-A -f 2 -6 -s mh -b mh-port",
            "-a -f 2 -6 -r [fd00::21]:0 -g -w 1",
        };
        run("printf %b '" + String.join("\\n", rules) + "' | ipvsadm -R");
        model.order("TCP [fd00::100]:80", "UDP 10.0.0.100:53", "TCP 10.0.0.100:80", "TCP 10.0.0.100:8080");
    }

    private void giveTraffic()
    {
        final String tcp = "TCP 10.0.0.100:80";
        model.counts(tcp, "", 0, 0, 0, 10, 38, 10, 2056, 632);
        model.counts(tcp, "10.0.0.21:80", 3, 2, 0, 5, 19, 0, 1028, 0);
        model.counts(tcp, "10.0.0.22:80", 1, 0, 0, 1, 3, 0, 164, 0);
        model.counts(tcp, "10.1.0.23:8080", 2, 2, 0, 4, 16, 10, 864, 632);
        final String alternative = "TCP 10.0.0.100:8080";
        model.counts(alternative, "", 0, 0, 0, 3, 9, 0, 492, 0);
        model.counts(alternative, "10.0.0.22:8080", 3, 0, 1, 3, 9, 0, 492, 0);
        final String udp = "UDP 10.0.0.100:53";
        model.counts(udp, "", 0, 0, 0, 5, 5, 0, 145, 0);
        model.counts(udp, "10.0.0.21:53", 0, 0, 0, 2, 2, 0, 58, 0);
        model.counts(udp, "10.0.0.22:53", 0, 0, 0, 3, 3, 0, 87, 0);
        final String tcp6 = "TCP [fd00::100]:80";
        model.counts(tcp6, "", 0, 0, 0, 3, 9, 6, 672, 516);
        model.counts(tcp6, "[fd01::22]:80", 3, 0, 1, 3, 9, 6, 672, 516);
    }

    private void giveOldConnections()
    {
        model.counts("TCP 10.0.0.100:80", "10.0.0.21:80", 0, 7, 0);
        model.counts("TCP 10.0.0.100:80", "10.0.0.22:80", 0, 2, 0);
        model.counts("TCP 10.0.0.100:80", "10.1.0.23:8080", 0, 5, 0);
    }

    private void giveConnections(final RecordedSession session)
    {
        for (final RecordedSession.Step step : session.steps())
        {
            if ("ipvsadm -Lnc".equals(step.command()))
            {
                final String[] lines = step.output().split("\n");
                for (int i = 2; i < lines.length; i++)
                {
                    model.connections().add(connection(lines[i]));
                }
            }
        }
        assertEquals(18, model.connections().size());
    }

    private static ConnectionRow connection(final String line)
    {
        final String[] words = line.trim().split(" +");
        final String[] time = words[1].split(":");
        final int protocol = "TCP".equals(words[0]) ? 6 : "UDP".equals(words[0]) ? 17 : 0;
        return new ConnectionRow(
            words[0], protocol, Long.parseLong(time[0]) * 60 + Long.parseLong(time[1]), words[2],
            address(words[3]), port(words[3]), address(words[4]), port(words[4]), address(words[5]), port(words[5]));
    }

    private static byte[] address(final String endpoint)
    {
        final String host = endpoint.substring(0, endpoint.lastIndexOf(':'));
        return host.startsWith("[") ?
            AddressText.parseIpv6(host.substring(1, host.length() - 1)) : AddressText.parseIpv4(host);
    }

    private static int port(final String endpoint)
    {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private static Path resource(final String name)
    {
        try
        {
            return Path.of(RecordedSessionTest.class.getResource("/golden/ipvsadm/" + name).toURI());
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private void skip(final String reason, final String... commands)
    {
        for (final String command : commands)
        {
            skipped.put(command, reason);
        }
    }
}
