/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two namespaces and two wires, the director's kernel being the owner of the virtual addresses:
 * <pre>
 *   client                                   director
 *   c0 192.0.2.9/24, 2001:db8:9::9/64 ------ d0 192.0.2.1/24, 2001:db8:9::1/64
 *   c1 198.51.100.9/24 --------------------- d1 198.51.100.1/24
 *   routes to the VIPs by d0                 lo 203.0.113.100/32, 2001:db8::100/128 (VIP), 203.0.113.101/32
 *     and to 203.0.113.101 by d1
 * </pre>
 */
final class GuardLab implements AutoCloseable
{
    static final String VIP = "203.0.113.100";
    static final String VIP_BY_D1 = "203.0.113.101";
    static final String VIP6 = "2001:db8::100";
    static final String MAC_D0 = "020000000001";

    private static final long COMMAND_TIMEOUT_S = 20;

    private final String suffix = Long.toString(ProcessHandle.current().pid());
    private final String director = "guard-d-" + suffix;
    private final String client = "guard-c-" + suffix;

    GuardLab()
    {
        try
        {
            build();
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    String director()
    {
        return director;
    }

    String client()
    {
        return client;
    }

    int index(final String namespace, final String interfaceName)
    {
        return Integer.parseInt(run("ip -n " + namespace + " -o link show " + interfaceName).split(":")[0]);
    }

    /**
     * Run a command, which must succeed.
     *
     * @param command words separated by one blank.
     * @return what it wrote.
     */
    static String run(final String command)
    {
        try
        {
            final Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0)
            {
                process.destroyForcibly();
                throw new IllegalStateException(command + ": " + output);
            }

            return output;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(command, ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command, ex);
        }
    }

    String inDirector(final String command)
    {
        return run("ip netns exec " + director + " " + command);
    }

    /**
     * A counter of the director's kernel.
     *
     * @param protocol "Ip" or "Ip6".
     * @param name     of the counter.
     * @return its value.
     */
    long counter(final String protocol, final String name)
    {
        if (protocol.equals("Ip6"))
        {
            return inDirector("cat /proc/net/snmp6").lines()
                .filter((final String line) -> line.startsWith(protocol + name + " ") ||
                    line.startsWith(protocol + name + "\t"))
                .map((final String line) -> line.trim().split("\\s+")[1])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
        }

        final List<String> lines = inDirector("cat /proc/net/snmp").lines()
            .filter((final String line) -> line.startsWith(protocol + ":"))
            .toList();
        final int column = List.of(lines.get(0).split(" ")).indexOf(name);

        return Long.parseLong(lines.get(1).split(" ")[column]);
    }

    /** A frame with the MAC of the director's d0 as destination, in hex. */
    static String toD0(final byte[] frame)
    {
        return MAC_D0 + HexFormat.of().formatHex(frame).substring(MAC_D0.length());
    }

    @Override
    public void close()
    {
        for (final String namespace : new String[]{director, client})
        {
            if (run("ip netns list").lines().anyMatch((final String line) -> line.split(" ")[0].equals(namespace)))
            {
                run("ip netns del " + namespace);
            }
        }
    }

    private void build()
    {
        for (final String namespace : new String[]{director, client})
        {
            run("ip netns add " + namespace);
            run("ip -n " + namespace + " link set lo up");
        }

        wire(0, "192.0.2");
        wire(1, "198.51.100");
        run("ip -n " + director + " addr add 2001:db8:9::1/64 dev d0 nodad");
        run("ip -n " + client + " addr add 2001:db8:9::9/64 dev c0 nodad");
        run("ip -n " + director + " addr add " + VIP + "/32 dev lo");
        run("ip -n " + director + " addr add " + VIP_BY_D1 + "/32 dev lo");
        run("ip -n " + director + " addr add " + VIP6 + "/128 dev lo nodad");
        run("ip -n " + client + " route add " + VIP + "/32 via 192.0.2.1");
        run("ip -n " + client + " route add " + VIP_BY_D1 + "/32 via 198.51.100.1");
        run("ip -n " + client + " route add " + VIP6 + "/128 via 2001:db8:9::1");
        // No limit on refusals: a missing one must mean the guard. Incomplete datagrams are given up after a second.
        inDirector("sysctl -q net.ipv4.icmp_ratemask=0 net.ipv6.icmp.ratelimit=0 net.ipv4.ipfrag_time=1 " +
            "net.ipv6.ip6frag_time=1");
    }

    private void wire(final int number, final String network)
    {
        run("ip -n " + director + " link add d" + number + " address 02:00:00:00:00:0" + (2 * number + 1) +
            " type veth peer name c" + number + " address 02:00:00:00:01:0" + (2 * number + 1) + " netns " + client);
        run("ip -n " + director + " addr add " + network + ".1/24 dev d" + number);
        run("ip -n " + client + " addr add " + network + ".9/24 dev c" + number);
        run("ip -n " + director + " link set d" + number + " up");
        run("ip -n " + client + " link set c" + number + " up");
    }
}
