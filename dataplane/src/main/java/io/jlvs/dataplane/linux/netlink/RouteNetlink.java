/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static io.jlvs.dataplane.linux.netlink.NetlinkMessage.NLMSG_DONE;
import static io.jlvs.dataplane.linux.netlink.NetlinkMessage.NLMSG_ERROR;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.text.InetText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks the kernel for links, addresses, neighbours and routes of this network namespace. Each call waits for the
 * kernel's answer (microseconds; a dump of a large table milliseconds).
 * <p>
 * One owner; not thread safe. All calls throw {@link NativeException} if the kernel refuses.
 */
public final class RouteNetlink implements AutoCloseable
{
    private static final int MAX_DUMP_ATTEMPTS = 10;

    private final NetlinkSocket socket = new NetlinkSocket(0, 0);
    private final NetlinkMessage message = new NetlinkMessage();
    private int sequence;

    private RouteNetlink()
    {
    }

    /**
     * Open a socket.
     *
     * @return owner of the socket.
     */
    public static RouteNetlink open()
    {
        return new RouteNetlink();
    }

    /**
     * All network interfaces.
     *
     * @return in the kernel's order.
     */
    public List<LinkInfo> links()
    {
        return dump(
            "RTM_GETLINK",
            NetlinkMessage.RTM_GETLINK,
            RouteMessages.LINK_HEADER_LENGTH,
            RouteMessages::encodeLinksRequest,
            NetlinkMessage.RTM_NEWLINK,
            RouteMessages::decodeLink);
    }

    /**
     * The network interface of a name.
     *
     * @param name for example "eth0".
     * @return empty if there is none.
     */
    public Optional<LinkInfo> link(final String name)
    {
        return links().stream().filter((link) -> link.name().equals(name)).findFirst();
    }

    /**
     * All addresses of this host.
     *
     * @return in the kernel's order.
     */
    public List<AddressInfo> addresses()
    {
        return dump(
            "RTM_GETADDR",
            NetlinkMessage.RTM_GETADDR,
            RouteMessages.ADDRESS_HEADER_LENGTH,
            Function.identity(),
            NetlinkMessage.RTM_NEWADDR,
            RouteMessages::decodeAddress);
    }

    /**
     * The neighbour tables of IPv4 and IPv6.
     *
     * @return in the kernel's order.
     */
    public List<NeighbourInfo> neighbours()
    {
        return dump(
            "RTM_GETNEIGH",
            NetlinkMessage.RTM_GETNEIGH,
            RouteMessages.NEIGHBOUR_HEADER_LENGTH,
            Function.identity(),
            NetlinkMessage.RTM_NEWNEIGH,
            RouteMessages::decodeNeighbour);
    }

    /**
     * How the kernel would reach an address, by all its rules and tables.
     *
     * @param destination IPv4 or IPv6.
     * @return the route; empty if there is none. A route that refuses packets is returned with its type.
     */
    public Optional<RouteInfo> route(final InetAddress destination)
    {
        final int number = ++sequence;
        message.begin(
            socket.request(), NetlinkMessage.RTM_GETROUTE, 0, number, RouteMessages.ROUTE_HEADER_LENGTH);
        socket.send(RouteMessages.encodeRouteRequest(message, socket.request(), destination).length());
        final List<RouteInfo> routes = new ArrayList<>(1);
        final int errno = receive(
            "RTM_GETROUTE", number, (answer) -> routes.add(RouteMessages.decodeRoute(answer, destination)));
        return switch (errno)
        {
            case 0 -> Optional.of(routes.get(0));
            case Errno.ENETUNREACH -> Optional.empty();
            // IPv4 answers routes that refuse with an error (fib_props in net/ipv4/fib_semantics.c), IPv6 likewise.
            case Errno.EHOSTUNREACH -> Optional.of(refusal(destination, RouteType.UNREACHABLE));
            case Errno.EACCES -> Optional.of(refusal(destination, RouteType.PROHIBIT));
            case Errno.EINVAL -> Optional.of(refusal(destination, RouteType.BLACKHOLE));
            default -> throw new NativeException(
                "netlink RTM_GETROUTE " + InetText.of(destination), errno);
        };
    }

    private static RouteInfo refusal(final InetAddress destination, final RouteType type)
    {
        return new RouteInfo(destination, type, 0, null, null, 0);
    }

    /**
     * Have the kernel find out or confirm the MAC address of a neighbour, as if it had a packet to send there. Does not
     * wait: the outcome arrives as a change of the neighbour table. An unknown neighbour is asked for at once; an entry
     * that is STALE after the kernel's delay_first_probe_time (5 s unless configured), and it can be used meanwhile.
     * Not for an entry that {@link NeighbourInfo#isFixed}: the kernel would end its permanence (NEIGH_UPDATE_F_USE
     * in net/core/neighbour.c).
     *
     * @param interfaceIndex where the neighbour is.
     * @param address        of the neighbour, IPv4 or IPv6.
     */
    public void probeNeighbour(final int interfaceIndex, final InetAddress address)
    {
        final int number = ++sequence;
        message.begin(
            socket.request(),
            NetlinkMessage.RTM_NEWNEIGH,
            NetlinkMessage.NLM_F_CREATE | NetlinkMessage.NLM_F_ACK,
            number,
            RouteMessages.NEIGHBOUR_HEADER_LENGTH);
        socket.send(
            RouteMessages.encodeNeighbourUse(message, socket.request(), interfaceIndex, address).length());
        final int errno = receive(
            "RTM_NEWNEIGH",
            number,
            (answer) ->
            {
            });
        if (0 != errno)
        {
            throw new NativeException(
                "netlink RTM_NEWNEIGH " + InetText.of(address) + " on interface " + interfaceIndex, errno);
        }
    }

    @Override
    public void close()
    {
        socket.close();
    }

    private <T> List<T> dump(
        final String label,
        final int requestType,
        final int headerLength,
        final Function<NetlinkMessage, NetlinkMessage> encoder,
        final int answerType,
        final Function<NetlinkMessage, T> decoder)
    {
        final List<T> values = new ArrayList<>();
        for (int attempt = 0; attempt < MAX_DUMP_ATTEMPTS; attempt++)
        {
            values.clear();
            final int number = ++sequence;
            message.begin(socket.request(), requestType, NetlinkMessage.NLM_F_DUMP, number, headerLength);
            socket.send(encoder.apply(message).length());
            final boolean[] isInterrupted = new boolean[1];
            final int errno = receive(
                label,
                number,
                (answer) ->
                {
                    isInterrupted[0] |= 0 != (answer.flags() & NetlinkMessage.NLM_F_DUMP_INTR);
                    if (answerType == answer.type())
                    {
                        values.add(decoder.apply(answer));
                    }
                });
            if (0 != errno)
            {
                throw new NativeException("netlink " + label, errno);
            }
            if (!isInterrupted[0])
            {
                break;
            }
        }
        values.removeIf(Objects::isNull);
        return List.copyOf(values);
    }

    /**
     * Take the answer to a request: one message, or the parts of a dump up to NLMSG_DONE.
     */
    private int receive(final String label, final int number, final Consumer<NetlinkMessage> consumer)
    {
        while (true)
        {
            final int length = socket.receive(0);
            if (length < 0)
            {
                throw new NativeException("recv(AF_NETLINK, " + label + ")", -length);
            }
            for (int offset = 0; message.wrap(socket.received(), offset, length); offset = message.next())
            {
                if (number == message.sequence())
                {
                    final int type = message.type();
                    if (NLMSG_ERROR == type || NLMSG_DONE == type)
                    {
                        if (NLMSG_DONE == type)
                        {
                            consumer.accept(message);
                        }
                        return message.error();
                    }
                    consumer.accept(message);
                    if (0 == (message.flags() & NetlinkMessage.NLM_F_MULTI))
                    {
                        return 0;
                    }
                }
            }
        }
    }
}
