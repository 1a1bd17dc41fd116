/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drops what this host would receive on, or send from, the addresses of instances with {@code no_accept}, by nft(8) in
 * a table of our own. What the director forwards is taken before the kernel's filter, and what the kernel routes is not
 * received, so neither is touched. Neighbour discovery goes on. The owner of the addresses (priority 255) accepts.
 * <p>
 * Single writer, the VRRP thread. One table for a network namespace.
 */
final class AcceptFilter
{
    private static final String TABLE = "inet jlvs_vrrp";
    private static final int TIMEOUT_S = 5;

    private List<InetAddress> applied = List.of();
    private boolean isKnown;

    /**
     * Have the kernel filter for these instances and no others. Runs nft if anything changed, which takes tens of
     * milliseconds, and the first time, when a killed run may have left its table.
     *
     * @param instances of the configuration.
     * @return what failed.
     */
    List<AddressFailure> apply(final List<VrrpInstance> instances)
    {
        final List<InetAddress> addresses = addresses(instances);
        if (isKnown && addresses.equals(applied))
        {
            return List.of();
        }
        isKnown = true;
        try
        {
            run(script(addresses));
            applied = addresses;
            return List.of();
        }
        catch (final IOException ex)
        {
            // Where there is no nft, no run has left a table.
            return addresses.isEmpty() ?
                List.of() : List.of(new AddressFailure("filter of no_accept", ex.getMessage()));
        }
    }

    /**
     * Addresses that are not to be accepted.
     *
     * @param instances of the configuration.
     * @return in their order, each once.
     */
    static List<InetAddress> addresses(final List<VrrpInstance> instances)
    {
        return instances.stream()
            .filter((instance) -> !instance.adverts().isAccepting() &&
                ElectionSettings.OWNER_PRIORITY != instance.election().priority())
            .flatMap((instance) -> Stream.concat(
                instance.addresses().addresses().stream(), instance.addresses().excluded().stream()))
            .map(VirtualAddress::address)
            .distinct()
            .toList();
    }

    /**
     * Commands of nft that replace the table, all at once.
     *
     * @param addresses that are not to be accepted.
     * @return text for nft -f.
     */
    static String script(final List<InetAddress> addresses)
    {
        // Adding it first makes deleting it succeed when it is not there.
        final StringBuilder text = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\n");
        final List<String> input = new ArrayList<>();
        final List<String> output = new ArrayList<>();
        for (final String family : List.of("ip", "ip6"))
        {
            final String set = addresses.stream()
                .filter((address) -> "ip".equals(family) == (Integer.BYTES == address.getAddress().length))
                .map(InetText::of)
                .collect(Collectors.joining(", "));
            if (!set.isEmpty())
            {
                input.add(family + " daddr { " + set + " } drop");
                output.add(family + " saddr { " + set + " } drop");
            }
        }
        if (!addresses.isEmpty())
        {
            text.append("table " + TABLE + " {\n").append(chain("input", input)).append(chain("output", output))
                .append("}\n");
        }
        return text.toString();
    }

    private static String chain(final String hook, final List<String> rules)
    {
        return "  chain " + hook + " {\n    type filter hook " + hook + " priority -1; policy accept;\n" +
            "    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n    " +
            String.join("\n    ", rules) + "\n  }\n";
    }

    private static void run(final String script) throws IOException
    {
        final Process process = new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
        try
        {
            process.getOutputStream().write(script.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
            {
                throw new IOException("nft does not end");
            }
            if (0 != process.exitValue())
            {
                throw new IOException("nft: " +
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while nft ran", ex);
        }
        finally
        {
            process.destroyForcibly();
        }
    }
}
