/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.KernelTypes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteMessagesTest
{
    private final NetlinkMessage message = new NetlinkMessage();

    @Test
    void shouldDecodeLinks() throws IOException
    {
        final List<LinkInfo> links = decode("links", NetlinkMessage.RTM_NEWLINK, RouteMessages::decodeLink);

        assertEquals(
            List.of(
                new LinkInfo(1, "lo", 0, 65536, true, true, true),
                new LinkInfo(2, "r2", links.get(1).mac(), 1500, true, true, false, "veth", 3),
                new LinkInfo(3, "r1", 0x02_00_00_00_03_01L, 1400, true, true, false, "veth", 2)),
            links);
    }

    @Test
    void shouldNotTakeAnInterfaceOfAnotherNamespaceForTheOneBelow()
    {
        final int link = 5;
        final int linkNamespace = 37;
        final ExpandableArrayBuffer target = new ExpandableArrayBuffer(256);
        message.begin(target, NetlinkMessage.RTM_NEWLINK, 0, 7, RouteMessages.LINK_HEADER_LENGTH);
        message.attribute(link, 2);
        assertEquals(2, RouteMessages.decodeLink(message).parent());

        message.attribute(linkNamespace, 0);

        assertEquals(0, RouteMessages.decodeLink(message).parent());
    }

    @Test
    void shouldDecodeAddresses() throws IOException
    {
        final List<AddressInfo> addresses =
            decode("addresses", NetlinkMessage.RTM_NEWADDR, RouteMessages::decodeAddress);

        assertEquals(new AddressInfo(1, ip("127.0.0.1"), 8, 254, 0x80), addresses.get(0));
        assertEquals(new AddressInfo(3, ip("192.0.2.1"), 24, 0, 0x80), addresses.get(1));
        assertEquals(new AddressInfo(3, ip("198.51.100.1"), 32, 0, 0x80), addresses.get(2), "own end of the link");
        assertTrue(addresses.contains(new AddressInfo(3, ip("2001:db8::1"), 64, 0, 0x82)), addresses.toString());
    }

    @Test
    void shouldDecodeNeighbours() throws IOException
    {
        final List<NeighbourInfo> neighbours =
            decode("neighbours", NetlinkMessage.RTM_NEWNEIGH, RouteMessages::decodeNeighbour);

        assertEquals(
            new NeighbourInfo(3, ip("192.0.2.7"), 0x02_00_00_00_03_07L, NeighbourInfo.NUD_PERMANENT),
            neighbours.get(0));
        assertEquals(
            new NeighbourInfo(3, ip("ff02::16"), 0x33_33_00_00_00_16L, NeighbourInfo.NUD_NOARP), neighbours.get(1));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "192.0.2.5, UNICAST, 3, -, 192.0.2.1, 0",
        "203.0.113.5, UNICAST, 3, fe80::7, 192.0.2.1, 1300",
        "203.0.114.5, UNICAST, 3, 192.0.2.9, 192.0.2.1, 0",
        "192.0.2.1, LOCAL, 1, -, 192.0.2.1, 0",
        "2001:db8::5, UNICAST, 3, -, 2001:db8::1, 0",
        "2001:db8:5::5, UNICAST, 3, 2001:db8::9, 2001:db8::1, 0"})
    void shouldDecodeRoutes(
        final String destination,
        final RouteType type,
        final int interfaceIndex,
        final String gateway,
        final String source,
        final int mtu) throws IOException
    {
        final RouteInfo route = decode(
            "route/" + destination,
            NetlinkMessage.RTM_NEWROUTE,
            (answer) -> RouteMessages.decodeRoute(answer, ip(destination))).get(0);

        assertEquals(
            new RouteInfo(
                ip(destination), type, interfaceIndex, null == gateway ? null : ip(gateway), ip(source), mtu),
            route);
        assertEquals(ip(null == gateway ? destination : gateway), route.nextHop());
        assertEquals(RouteType.UNICAST == type, route.isUnicast());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.115.5," + Errno.EHOSTUNREACH,
        "203.0.116.5," + Errno.EACCES,
        "203.0.117.5," + Errno.EINVAL,
        "9.9.9.9," + Errno.ENETUNREACH,
        "2001:db8:6::5," + Errno.EHOSTUNREACH})
    void shouldDecodeErrors(final String destination, final int errno) throws IOException
    {
        final UnsafeBuffer bytes = recorded("route/" + destination);

        assertTrue(message.wrap(bytes, 0, bytes.capacity()));

        assertEquals(NetlinkMessage.NLMSG_ERROR, message.type());
        assertEquals(errno, message.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.5", "2001:db8:5::5"})
    void shouldEncodeRouteRequests(final String destination) throws IOException
    {
        final ExpandableArrayBuffer target = new ExpandableArrayBuffer(256);
        message.begin(target, NetlinkMessage.RTM_GETROUTE, 0, 7, RouteMessages.ROUTE_HEADER_LENGTH);

        RouteMessages.encodeRouteRequest(message, target, ip(destination));

        final UnsafeBuffer expected = recorded("request/" + destination);
        assertEquals(expected, new UnsafeBuffer(target, 0, message.length()));
    }

    @Test
    void shouldEncodeUseOfANeighbour()
    {
        final ExpandableArrayBuffer target = new ExpandableArrayBuffer(256);
        message.begin(
            target,
            NetlinkMessage.RTM_NEWNEIGH,
            NetlinkMessage.NLM_F_CREATE,
            9,
            RouteMessages.NEIGHBOUR_HEADER_LENGTH);

        RouteMessages.encodeNeighbourUse(message, target, 3, ip("192.0.2.9"));

        assertEquals(
            "24000000" + "1c00" + "0104" + "09000000" + "00000000" +
            "02000000" + "03000000" + "0000" + "01" + "00" +
            "0800" + "0100" + "c0000209",
            HexFormat.of().formatHex(target.byteArray(), 0, message.length()));
    }

    @Test
    void shouldStopAtTruncatedMessages() throws IOException
    {
        final UnsafeBuffer bytes = recorded("route/192.0.2.5");

        for (int length = 0; length < bytes.capacity(); length++)
        {
            assertFalse(message.wrap(bytes, 0, length), "length " + length);
        }
        assertTrue(message.wrap(bytes, 0, bytes.capacity()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 200})
    void shouldStopAtAttributesOfAWrongLength(final int length) throws IOException
    {
        final UnsafeBuffer bytes = recorded("route/192.0.2.5");
        bytes.putShort(NetlinkMessage.HEADER_LENGTH + RouteMessages.ROUTE_HEADER_LENGTH, (short)length);
        message.wrap(bytes, 0, bytes.capacity());

        final RouteInfo route = RouteMessages.decodeRoute(message, ip("192.0.2.5"));

        assertEquals(0, route.interfaceIndex());
        assertNull(route.preferredSource());
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,true", "4,true", "8,true", "16,true", "32,false", "64,true", "128,true"})
    void shouldTellWhichNeighboursAreUsable(final int state, final boolean isUsable)
    {
        assertEquals(isUsable, new NeighbourInfo(1, InetAddress.getLoopbackAddress(), 1, state).isUsable());
    }

    @Test
    void shouldNumberRouteTypesAsTheKernel()
    {
        assertEquals(RouteType.UNICAST, RouteType.of(1));
        assertEquals(RouteType.UNREACHABLE, RouteType.of(7));
        assertEquals(RouteType.UNSPECIFIED, RouteType.of(200));
    }

    @Test
    void shouldKnowLayoutsOfTheKernel() throws IOException
    {
        assumeTrue(Files.isReadable(KernelTypes.PATH), "this kernel does not tell its types: no " + KernelTypes.PATH);
        final KernelTypes kernel = KernelTypes.read();

        assertEquals(kernel.size("nlmsghdr"), NetlinkMessage.HEADER_LENGTH);
        assertEquals(kernel.offset("nlmsghdr", "nlmsg_len"), NetlinkMessage.LENGTH_OFFSET);
        assertEquals(kernel.offset("nlmsghdr", "nlmsg_type"), NetlinkMessage.TYPE_OFFSET);
        assertEquals(kernel.offset("nlmsghdr", "nlmsg_flags"), NetlinkMessage.FLAGS_OFFSET);
        assertEquals(kernel.offset("nlmsghdr", "nlmsg_seq"), NetlinkMessage.SEQUENCE_OFFSET);
        assertEquals(kernel.size("rtattr"), NetlinkMessage.ATTRIBUTE_HEADER_LENGTH);
        assertEquals(kernel.size("ifinfomsg"), RouteMessages.LINK_HEADER_LENGTH);
        assertEquals(kernel.offset("ifinfomsg", "ifi_index"), RouteMessages.LINK_INDEX);
        assertEquals(kernel.offset("ifinfomsg", "ifi_flags"), RouteMessages.LINK_FLAGS);
        assertEquals(kernel.size("ifaddrmsg"), RouteMessages.ADDRESS_HEADER_LENGTH);
        assertEquals(kernel.offset("ifaddrmsg", "ifa_prefixlen"), RouteMessages.ADDRESS_PREFIX_LENGTH);
        assertEquals(kernel.offset("ifaddrmsg", "ifa_flags"), RouteMessages.ADDRESS_FLAGS);
        assertEquals(kernel.offset("ifaddrmsg", "ifa_scope"), RouteMessages.ADDRESS_SCOPE);
        assertEquals(kernel.offset("ifaddrmsg", "ifa_index"), RouteMessages.ADDRESS_INDEX);
        assertEquals(kernel.size("ndmsg"), RouteMessages.NEIGHBOUR_HEADER_LENGTH);
        assertEquals(kernel.offset("ndmsg", "ndm_ifindex"), RouteMessages.NEIGHBOUR_INDEX);
        assertEquals(kernel.offset("ndmsg", "ndm_state"), RouteMessages.NEIGHBOUR_STATE);
        assertEquals(kernel.offset("ndmsg", "ndm_flags"), RouteMessages.NEIGHBOUR_FLAGS);
        assertEquals(kernel.size("rtmsg"), RouteMessages.ROUTE_HEADER_LENGTH);
        assertEquals(kernel.offset("rtmsg", "rtm_dst_len"), RouteMessages.ROUTE_DESTINATION_LENGTH);
        assertEquals(kernel.offset("rtmsg", "rtm_type"), RouteMessages.ROUTE_TYPE);
    }

    private <T> List<T> decode(final String name, final int type, final Function<NetlinkMessage, T> decoder)
        throws IOException
    {
        final UnsafeBuffer bytes = recorded(name);
        final List<T> values = new ArrayList<>();
        for (int offset = 0; message.wrap(bytes, offset, bytes.capacity()); offset = message.next())
        {
            if (type == message.type())
            {
                values.add(decoder.apply(message));
            }
        }
        return values;
    }

    private static UnsafeBuffer recorded(final String name) throws IOException
    {
        try (InputStream in = RouteMessagesTest.class.getResourceAsStream("recorded.txt"))
        {
            final String line = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                .filter((candidate) -> candidate.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing recorded as " + name));
            return new UnsafeBuffer(HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1)));
        }
    }

    private static InetAddress ip(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }
}
