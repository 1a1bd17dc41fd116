/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import io.jlvs.dataplane.linux.netlink.NetlinkMonitor;
import io.jlvs.vrrp.model.VrrpInstance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Owns addresses in a namespace: the argument is what {@link TestInstances} reads, each line of standard input does
 * something, and each is answered by what it did, and a line with a dot. Between lines it does what the VRRP thread
 * does: polls netlink and restores.
 * <pre>
 *   prepare|install|withdraw|release|static KEY
 *   unstatic
 *   device KEY     interface of the first address
 *   restored       what was restored since the last time
 *   time KEY       microseconds that install and withdraw take
 * </pre>
 */
public final class LabAddresses
{
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int WARM_UPS = 20;

    private final Map<String, VrrpInstance> instances;
    private final VirtualAddresses addresses;
    private final NetlinkMonitor monitor;
    private final StringBuilder restored = new StringBuilder();

    private LabAddresses(
        final Map<String, VrrpInstance> instances, final NetlinkMonitor monitor, final VirtualAddresses addresses)
    {
        this.instances = instances;
        this.monitor = monitor;
        this.addresses = addresses;
    }

    /**
     * Run until standard input ends.
     *
     * @param args instances.
     * @throws IOException if the pipes break.
     */
    public static void main(final String[] args) throws IOException
    {
        try (NetlinkMonitor monitor = NetlinkMonitor.open(); VirtualAddresses addresses = VirtualAddresses.open())
        {
            System.out.println(".");
            final LabAddresses lab = new LabAddresses(TestInstances.parse(args[0]), monitor, addresses);
            final BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
            while (lab.isWaiting(input))
            {
                final String line = input.readLine();
                if (null == line)
                {
                    return;
                }
                final String[] words = line.split(" ");
                System.out.print(lab.answer(words[0], words.length < 2 ? null : lab.instances.get(words[1])));
                System.out.println(".");
            }
        }
    }

    private boolean isWaiting(final BufferedReader input) throws IOException
    {
        while (!input.ready())
        {
            monitor.poll(addresses);
            restored.append(text(addresses.restore(System.nanoTime())));
            LockSupport.parkNanos(PAUSE_NS);
        }
        return true;
    }

    private String answer(final String command, final VrrpInstance instance)
    {
        return switch (command)
        {
            case "prepare" -> text(addresses.prepare(instance));
            case "install" -> text(addresses.install(instance));
            case "withdraw" -> text(addresses.withdraw(instance));
            case "release" -> text(addresses.release(instance));
            case "static" -> text(addresses.installStatic(TestInstances.globals(instance)));
            case "unstatic" -> text(addresses.withdrawStatic());
            case "device" -> addresses.device(instance, instance.addresses().addresses().get(0)) + "\n";
            case "restored" -> takeRestored();
            default -> time(instance);
        };
    }

    private String takeRestored()
    {
        final String text = restored.toString();
        restored.setLength(0);
        return text;
    }

    private String time(final VrrpInstance instance)
    {
        final StringBuilder text = new StringBuilder();
        // As at a start, before the first takeover.
        addresses.prepare(instance);
        addresses.withdraw(instance);
        for (int i = 0; i <= WARM_UPS; i++)
        {
            final long startNs = System.nanoTime();
            final int added = addresses.install(instance).changed().size();
            final long installedNs = System.nanoTime();
            final int deleted = addresses.withdraw(instance).changed().size();
            final long withdrawnNs = System.nanoTime();
            if (0 == i || WARM_UPS == i)
            {
                text.append(String.format("%s: %d added in %d us, %d deleted in %d us%n", 0 == i ? "first" : "warm",
                    added, TimeUnit.NANOSECONDS.toMicros(installedNs - startNs),
                    deleted, TimeUnit.NANOSECONDS.toMicros(withdrawnNs - installedNs)));
            }
        }
        return text.toString();
    }

    private static String text(final AddressReport report)
    {
        final StringBuilder text = new StringBuilder();
        report.changed().forEach((line) -> text.append("done ").append(line).append('\n'));
        report.failures().forEach((failure) -> text.append("failed ").append(failure).append('\n'));
        return text.toString();
    }
}
