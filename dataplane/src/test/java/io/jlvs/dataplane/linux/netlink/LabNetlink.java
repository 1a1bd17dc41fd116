/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import io.jlvs.dataplane.linux.LabNamespaces;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Syscalls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;

/**
 * Runs in a namespace with interface v1. Prints what the kernel says and does.
 * <pre>
 *   LabNetlink probe ADDRESS    ask for a neighbour, print its states until it is reachable or failed
 *   LabNetlink watch            print changes until standard input ends
 *   LabNetlink overrun          change more than the socket holds, then read
 *   LabNetlink route ADDRESS... print routes
 *   LabNetlink batch COUNT      add and delete addresses, with an interface that does not exist among them
 *   LabNetlink links            make a macvlan on v1, change it, delete it
 * </pre>
 */
public final class LabNetlink implements NetlinkListener
{
    private static final long TIMEOUT_MS = 15_000;
    private static final int SMALL_BUFFER = 4096;
    private static final int CHANGES = 500;
    private static final int MISSING_INDEX = 9999;
    private static final long VIRTUAL_MAC = 0x00_00_5e_00_01_33L;

    private final List<NeighbourInfo> neighbours = new ArrayList<>();
    private boolean isOverrun;

    private LabNetlink()
    {
    }

    /**
     * Run to the end.
     *
     * @param args as the class says.
     * @throws Exception if anything fails.
     */
    public static void main(final String[] args) throws Exception
    {
        final LabNetlink listener = new LabNetlink();
        switch (args[0])
        {
            case "probe":
                listener.probe(InetAddress.getByName(args[1]));
                break;
            case "watch":
                listener.watch();
                break;
            case "overrun":
                listener.overrun();
                break;
            case "batch":
                batch(Integer.parseInt(args[1]));
                break;
            case "links":
                links();
                break;
            default:
                route(List.of(args).subList(1, args.length));
                break;
        }
    }

    private void probe(final InetAddress address)
    {
        try (NetlinkMonitor monitor = NetlinkMonitor.open(); RouteNetlink netlink = RouteNetlink.open())
        {
            final LinkInfo link = netlink.link("v1").orElseThrow();
            netlink.probeNeighbour(link.index(), address);
            LabNamespaces.await(
                () ->
                {
                    monitor.poll(this);
                    return last(address)
                        .filter((neighbour) -> 0 != (neighbour.state() &
                            (NeighbourInfo.NUD_REACHABLE | NeighbourInfo.NUD_FAILED)))
                        .isPresent();
                },
                TIMEOUT_MS,
                "an answer for " + address + ", seen " + neighbours);
            final NeighbourInfo told = last(address).orElseThrow();
            final Optional<NeighbourInfo> inTable = netlink.neighbours().stream()
                .filter((neighbour) -> neighbour.address().equals(address))
                .findFirst();
            System.out.printf(
                "neighbour state=%d mac=%012x usable=%b inTable=%b%n",
                told.state(), told.mac(), told.isUsable(), inTable.filter(told::equals).isPresent());
        }
    }

    private Optional<NeighbourInfo> last(final InetAddress address)
    {
        return neighbours.stream().filter((seen) -> seen.address().equals(address)).reduce((first, next) -> next);
    }

    private void watch() throws IOException
    {
        try (NetlinkMonitor monitor = NetlinkMonitor.open())
        {
            System.out.println("ready");
            System.in.read();
            while (0 < monitor.poll(this))
            {
                System.out.flush();
            }
            System.out.println("quiet " + monitor.poll(this));
        }
    }

    private void overrun() throws IOException, InterruptedException
    {
        try (NetlinkMonitor monitor = NetlinkMonitor.open(SMALL_BUFFER))
        {
            final Process batch = new ProcessBuilder("ip", "-batch", "-").inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE).start();
            final StringBuilder commands = new StringBuilder();
            for (int i = 0; i < CHANGES; i++)
            {
                commands.append("addr add 10.77.").append(i / 250).append('.').append(i % 250).append("/32 dev v1\n");
            }
            batch.getOutputStream().write(commands.toString().getBytes());
            batch.getOutputStream().close();
            System.out.println("batch " + batch.waitFor());
            final int first = monitor.poll(this);
            System.out.println("overrun " + isOverrun + " " + (first < CHANGES));
            isOverrun = false;
            new ProcessBuilder("ip", "addr", "del", "10.77.0.0/32", "dev", "v1").inheritIO().start().waitFor();
            LabNamespaces.await(() -> 0 < monitor.poll(this), TIMEOUT_MS, "changes after an overrun");
            System.out.println("overrun " + isOverrun);
        }
    }

    private static void route(final List<String> addresses) throws IOException
    {
        try (RouteNetlink netlink = RouteNetlink.open())
        {
            for (final String address : addresses)
            {
                final String text = netlink.route(InetAddress.getByName(address))
                    .map((route) -> route.type() + " via " + route.nextHop().getHostAddress() + " mtu " + route.mtu())
                    .orElse("none");
                System.out.println(address + " " + text);
            }
        }
    }

    private static void batch(final int count) throws IOException
    {
        try (NetlinkMonitor monitor = NetlinkMonitor.open();
            RouteNetlink netlink = RouteNetlink.open();
            NetlinkCommands commands = NetlinkCommands.open())
        {
            final int index = netlink.link("v1").orElseThrow().index();
            final List<NetlinkCommand> additions = new ArrayList<>();
            final List<NetlinkCommand> deletions = new ArrayList<>();
            for (int i = 0; i < count; i++)
            {
                final AddressSpec address = AddressSpec.of(
                    count / 2 == i ? MISSING_INDEX : index,
                    InetAddress.getByAddress(new byte[]{10, 77, (byte)(i >> Byte.SIZE), (byte)i}),
                    32,
                    0);
                additions.add(new NetlinkCommand.AddAddress(address));
                deletions.add(new NetlinkCommand.DeleteAddress(address));
            }
            System.out.println("readable " + isReadable(monitor));
            execute("added", commands, additions);
            System.out.println("readable " + isReadable(monitor));
            execute("added again", commands, additions);
            execute("deleted", commands, deletions);
            execute("deleted again", commands, deletions);
        }
    }

    private static void links()
    {
        try (RouteNetlink netlink = RouteNetlink.open(); NetlinkCommands commands = NetlinkCommands.open())
        {
            final NetlinkCommand add = new NetlinkCommand.AddMacvlan(
                "vrrp.51", netlink.link("v1").orElseThrow().index(), VIRTUAL_MAC);
            System.out.println("made " + commands.execute(add) + " again " + commands.execute(add));
            final int index = netlink.link("vrrp.51").orElseThrow().index();
            show(netlink);
            commands.execute(new NetlinkCommand.SetLink(index, true));
            show(netlink);
            commands.execute(new NetlinkCommand.SetLink(index, false));
            commands.execute(new NetlinkCommand.SetMac(index, VIRTUAL_MAC + 1));
            show(netlink);
            final NetlinkCommand delete = new NetlinkCommand.DeleteLink(index);
            System.out.println("deleted " + commands.execute(delete) + " again " + commands.execute(delete));
            try
            {
                commands.execute(new NetlinkCommand.SetLink(index, true));
            }
            catch (final NativeException ex)
            {
                System.out.println(ex.getMessage().replace(" " + index + " ", " N "));
            }
        }
    }

    private static void show(final RouteNetlink netlink)
    {
        final LinkInfo link = netlink.link("vrrp.51").orElseThrow();
        System.out.printf("%s %012x up=%b running=%b onV1=%b%n", link.kind(), link.mac(), link.up(), link.running(),
            link.parent() == netlink.link("v1").orElseThrow().index());
    }

    private static void execute(
        final String label, final NetlinkCommands commands, final List<NetlinkCommand> batch)
    {
        final long startNs = System.nanoTime();
        final List<NetlinkOutcome> outcomes = commands.execute(batch);
        final long durationUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNs);
        System.out.println(label + " " + outcomes.stream().filter(NetlinkOutcome::isDone).count());
        outcomes.stream().filter(NetlinkOutcome::isFailure)
            .forEach((outcome) -> System.out.println(outcome.exception().getMessage()));
        System.out.println("(" + durationUs + " us)");
    }

    private static boolean isReadable(final NetlinkMonitor monitor)
    {
        final ByteBuffer descriptor = Syscalls.nativeBuffer(2 * Integer.BYTES)
            .putInt(0, monitor.fd().value())
            .putShort(Integer.BYTES, (short)Syscalls.POLLIN);
        return 1 == Syscalls.poll(BufferUtil.address(descriptor), 1, 0);
    }

    @Override
    public void onLink(final LinkInfo link)
    {
        System.out.println("link " + link.name() + " up=" + link.up() + " mtu=" + link.mtu());
    }

    @Override
    public void onLinkRemoved(final LinkInfo link)
    {
        System.out.println("link removed " + link.name());
    }

    @Override
    public void onAddress(final AddressInfo address)
    {
        if (!isOverrun && 32 != address.prefixLength())
        {
            System.out.println("address " + address.address().getHostAddress() + "/" + address.prefixLength());
        }
    }

    @Override
    public void onAddressRemoved(final AddressInfo address)
    {
        System.out.println("address removed " + address.address().getHostAddress());
    }

    @Override
    public void onNeighbour(final NeighbourInfo neighbour)
    {
        neighbours.add(neighbour);
        System.out.println("neighbour " + neighbour.address().getHostAddress() + " state " + neighbour.state());
    }

    @Override
    public void onNeighbourRemoved(final NeighbourInfo neighbour)
    {
        System.out.println("neighbour removed " + neighbour.address().getHostAddress());
    }

    @Override
    public void onRouteChanged()
    {
        System.out.println("route changed");
    }

    @Override
    public void onOverrun()
    {
        isOverrun = true;
    }
}
