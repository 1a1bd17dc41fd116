/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.dataplane.cnc.AddressLease;
import io.jlvs.dataplane.cnc.DirectorPulse;
import io.jlvs.dataplane.cnc.ForwardingState;
import io.jlvs.dataplane.cnc.LeaseStatus;
import io.jlvs.dataplane.cnc.LeasedAddress;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that leases addresses from the director beside it, as VRRP does, and prints each change of the lease and of
 * the director's health: "lease HELD", "forwarding NO_INTERFACE". On SIGTERM it releases them in good order; after
 * EXPIRED too, and then leases no more.
 */
public final class LeaseHolder
{
    private static final String INTERFACE = "eth0";

    private static volatile boolean isEnding;

    private LeaseHolder()
    {
    }

    /**
     * Start one on a host.
     *
     * @param host      on which it runs.
     * @param directory of the director.
     * @param leaseMs   how long it may be silent.
     * @param addresses with prefix lengths, on eth0.
     * @return the process.
     */
    public static RunningProcess start(
        final Host host, final Path directory, final long leaseMs, final String... addresses)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((argument) -> argument.startsWith("--add-opens")).forEach(command::add);
        command.addAll(List.of(
            "-cp", System.getProperty("java.class.path"), LeaseHolder.class.getName(),
            directory.toString(), Long.toString(leaseMs)));
        command.addAll(Arrays.asList(addresses));
        return host.start("lease-holder", command);
    }

    /**
     * Hold until SIGTERM.
     *
     * @param args directory, milliseconds, addresses.
     * @throws Exception if the interface is not there, or the main thread is interrupted.
     */
    public static void main(final String[] args) throws Exception
    {
        final Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
        {
            isEnding = true;
            try
            {
                main.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }));

        final long leaseNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
        final int interfaceIndex = NetworkInterface.getByName(INTERFACE).getIndex();
        final List<LeasedAddress> addresses = new ArrayList<>();
        for (final String text : Arrays.asList(args).subList(2, args.length))
        {
            addresses.add(parse(interfaceIndex, text));
        }

        try (DirectorPulse pulse = new DirectorPulse(Path.of(args[0]));
            AddressLease lease = new AddressLease(pulse, "lab"))
        {
            hold(pulse, lease, addresses, leaseNs);
        }
    }

    private static void hold(
        final DirectorPulse pulse,
        final AddressLease lease,
        final List<LeasedAddress> addresses,
        final long leaseNs)
    {
        LeaseStatus status = LeaseStatus.NONE;
        ForwardingState state = null;
        lease.hold(addresses, leaseNs, System.nanoTime());
        while (!isEnding)
        {
            final long nowNs = System.nanoTime();
            final LeaseStatus newStatus = lease.heartbeat(nowNs);
            if (newStatus != status)
            {
                status = newStatus;
                System.out.println("lease " + status);
            }
            if (LeaseStatus.EXPIRED == status)
            {
                lease.release(nowNs);
            }

            final ForwardingState newState = pulse.health(nowNs).state();
            if (newState != state)
            {
                state = newState;
                System.out.println("forwarding " + state);
            }

            LockSupport.parkNanos(leaseNs / 4);
        }
    }

    private static LeasedAddress parse(final int interfaceIndex, final String text) throws UnknownHostException
    {
        final String[] parts = text.split("/");
        return new LeasedAddress(
            interfaceIndex, INTERFACE, InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
    }
}
