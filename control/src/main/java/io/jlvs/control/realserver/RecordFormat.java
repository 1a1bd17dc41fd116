/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.realserver;

import io.jlvs.control.realserver.RealServerRecord.ChangedSetting;
import io.jlvs.control.realserver.RealServerRecord.HeldAddress;
import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A {@link RealServerRecord} as text, one fact a line:
 * <pre>
 *   jlvs-realserver 1
 *   module ipip
 *   link tunl0
 *   setting net/ipv4/conf/all/arp_ignore 0 1          before, after
 *   address 10.0.0.100 lo direct added                or: tunnel, found
 * </pre>
 */
final class RecordFormat
{
    private static final String HEADER = "jlvs-realserver 1";
    private static final String TUNNEL = "tunnel";
    private static final String DIRECT = "direct";
    private static final String ADDED = "added";
    private static final String FOUND = "found";

    private RecordFormat()
    {
    }

    static String text(final RealServerRecord record)
    {
        final StringBuilder text = new StringBuilder(HEADER).append('\n');
        record.tunnels().forEach((tunnel) -> text.append("module ").append(tunnel.module()).append('\n'));
        record.links().forEach((link) -> text.append("link ").append(link).append('\n'));
        record.settings().forEach((setting) -> text.append("setting ").append(setting.sysctl().path()).append(' ')
            .append(setting.before()).append(' ').append(setting.after()).append('\n'));
        record.addresses().forEach((held) -> text.append("address ")
            .append(InetText.of(held.placement().address())).append(' ')
            .append(held.placement().interfaceName()).append(' ')
            .append(held.placement().isTunnel() ? TUNNEL : DIRECT).append(' ')
            .append(held.isAdded() ? ADDED : FOUND).append('\n'));

        return text.toString();
    }

    /**
     * Read a record.
     *
     * @param text  of the file.
     * @param place of the file, for messages.
     * @return the record.
     * @throws RealServerException if a line cannot be understood.
     */
    static RealServerRecord parse(final String text, final String place)
    {
        final List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !HEADER.equals(lines.get(0)))
        {
            throw new RealServerException(
                place + " begins with '" + (lines.isEmpty() ? "" : lines.get(0)) + "', expected is '" + HEADER +
                "': it was not written by this version of jlvs; compare it with 'ip addr show' and remove it");
        }
        RealServerRecord record = RealServerRecord.EMPTY;
        for (int i = 1; i < lines.size(); i++)
        {
            try
            {
                record = add(record, lines.get(i).split(" "));
            }
            catch (final IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException ex)
            {
                throw new RealServerException(
                    place + ":" + (i + 1) + ": cannot understand '" + lines.get(i) +
                    "'; compare the file with 'ip addr show' and remove it", ex);
            }
        }

        return record;
    }

    private static RealServerRecord add(final RealServerRecord record, final String[] words)
        throws UnknownHostException
    {
        return switch (words[0])
        {
            case "module" -> record.with(Tunnel.ofModule(words[1]));
            case "link" -> record.withLink(words[1]);
            case "setting" -> record.with(new ChangedSetting(
                new Sysctl(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3])));
            case "address" -> record.with(new HeldAddress(
                new Placement(InetAddress.getByName(words[1]), words[2], TUNNEL.equals(words[3])),
                ADDED.equals(words[4])));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }
}
