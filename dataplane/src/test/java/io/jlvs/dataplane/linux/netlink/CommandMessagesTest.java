/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.KernelTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each message byte by byte, as rtnetlink(7) and the kernel's headers lay it out.
 */
class CommandMessagesTest
{
    private static final long MAC = 0x00_00_5e_00_01_33L;
    private static final int OFFSET = 64;

    private final byte[] bytes = new byte[OFFSET + CommandMessages.MAX_LENGTH];
    private final CommandMessages messages = new CommandMessages(new UnsafeBuffer(bytes));

    @Test
    void shouldAddAnAddressWithNothingElse()
    {
        assertEncodes(
            "20000000" + "1400" + "0106" + "07000000" + "00000000" +
            "02" + "20" + "00" + "00" + "09000000" +
            "0800" + "0200" + "0a000064",
            new NetlinkCommand.AddAddress(AddressSpec.of(9, ip("10.0.0.100"), 32, 0)));
    }

    @Test
    void shouldAddAnAddressWithEverythingThatIpv4Has()
    {
        assertEncodes(
            "44000000" + "1400" + "0106" + "07000000" + "00000000" +
            "02" + "18" + "00" + "fd" + "09000000" +
            "0800" + "0200" + "0a000064" +
            "0800" + "0100" + "0a000065" +
            "0800" + "0400" + "0a0000ff" +
            "0b00" + "0300" + "657468303a3100" + "00" +
            "0800" + "0800" + "00060000",
            new NetlinkCommand.AddAddress(new AddressSpec(9, ip("10.0.0.100"), 24, 253,
                AddressSpec.IFA_F_NOPREFIXROUTE | AddressSpec.IFA_F_MCAUTOJOIN, Optional.of("eth0:1"),
                Optional.of(ip("10.0.0.255")), Optional.of(ip("10.0.0.101")), OptionalLong.empty())));
    }

    @Test
    void shouldAddADeprecatedIpv6Address()
    {
        assertEncodes(
            "48000000" + "1400" + "0106" + "07000000" + "00000000" +
            "0a" + "80" + "00" + "00" + "09000000" +
            "1400" + "0200" + "fd000000000000000000000000000100" +
            "0800" + "0800" + "02000000" +
            "1400" + "0600" + "00000000" + "ffffffff" + "00000000" + "00000000",
            new NetlinkCommand.AddAddress(new AddressSpec(9, ip("fd00::100"), 128, 0, AddressSpec.IFA_F_NODAD,
                Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(0))));
    }

    @Test
    void shouldDeleteAnAddressByItsPrefixAndPeer()
    {
        assertEncodes(
            "28000000" + "1500" + "0100" + "07000000" + "00000000" +
            "02" + "18" + "00" + "00" + "09000000" +
            "0800" + "0200" + "0a000064" +
            "0800" + "0100" + "0a000065",
            new NetlinkCommand.DeleteAddress(new AddressSpec(9, ip("10.0.0.100"), 24, 253, 0, Optional.of("eth0:1"),
                Optional.empty(), Optional.of(ip("10.0.0.101")), OptionalLong.empty())));
        assertEncodes(
            "28000000" + "1500" + "0100" + "07000000" + "00000000" +
            "02" + "20" + "00" + "00" + "09000000" +
            "0800" + "0200" + "0a000064" +
            "0800" + "0100" + "0a000064",
            new NetlinkCommand.DeleteAddress(AddressSpec.of(9, ip("10.0.0.100"), 32, 0)));
    }

    @Test
    void shouldAddARouteWithEverything()
    {
        final Map<Integer, Long> metrics = new LinkedHashMap<>();
        metrics.put(8, 1360L);
        metrics.put(2, 1400L);

        assertEncodes(
            "60000000" + "1800" + "0104" + "07000000" + "00000000" +
            "02" + "10" + "00" + "00" + "00" + "12" + "fd" + "01" + "04000000" +
            "0800" + "0f00" + "e8030000" +
            "0800" + "0100" + "c0a80000" +
            "0800" + "0700" + "0a000064" +
            "0800" + "0500" + "0a0000fe" +
            "0800" + "0400" + "09000000" +
            "0800" + "0600" + "05000000" +
            "1400" + "0800" + "0800" + "0200" + "78050000" + "0800" + "0800" + "50050000",
            new NetlinkCommand.AddRoute(new RouteSpec(1, ip("192.168.0.0"), 16, Optional.of(ip("10.0.0.254")),
                OptionalInt.of(9), Optional.of(ip("10.0.0.100")), 1000, OptionalInt.of(5), OptionalInt.of(253),
                RouteSpec.RTPROT_KEEPALIVED, metrics, true)));
    }

    @Test
    void shouldReachAnIpv4NetworkThroughAnIpv6Gateway()
    {
        assertEncodes(
            "34000000" + "1800" + "0104" + "07000000" + "00000000" +
            "02" + "00" + "00" + "00" + "fe" + "12" + "00" + "01" + "00000000" +
            "1600" + "1200" + "0a00" + "fe800000000000000000000000000001" + "0000",
            new NetlinkCommand.AddRoute(defaultRoute(1, Optional.of(ip("fe80::1")))));
    }

    @Test
    void shouldDeleteARouteOfWhateverScope()
    {
        assertEncodes(
            "1c000000" + "1900" + "0100" + "07000000" + "00000000" +
            "02" + "00" + "00" + "00" + "fe" + "12" + "ff" + "06" + "00000000",
            new NetlinkCommand.DeleteRoute(defaultRoute(6, Optional.empty())));
    }

    @Test
    void shouldAddARuleWithEverything()
    {
        final RuleSpec rule = new RuleSpec(false, true, Optional.of(ip("10.1.0.0")), 16, Optional.of(ip("10.2.0.0")),
            24, Optional.of("eth0"), Optional.of("eth1"), OptionalLong.of(0xffff_fff0L), OptionalLong.of(0xf0),
            OptionalInt.of(0x10), OptionalLong.of(500), 1, 1000, RouteSpec.RTPROT_KEEPALIVED);

        final String body =
            "02" + "18" + "10" + "10" + "00" + "00" + "00" + "01" + "02000000" +
            "0800" + "0f00" + "e8030000" +
            "0800" + "0200" + "0a010000" +
            "0800" + "0100" + "0a020000" +
            "0800" + "0600" + "f4010000" +
            "0800" + "0a00" + "f0ffffff" +
            "0800" + "1000" + "f0000000" +
            "0900" + "0300" + "6574683000" + "000000" +
            "0900" + "1100" + "6574683100" + "000000" +
            "0500" + "1500" + "12" + "000000";
        assertEncodes("6c000000" + "2000" + "0106" + "07000000" + "00000000" + body, new NetlinkCommand.AddRule(rule));
        assertEncodes("6c000000" + "2100" + "0100" + "07000000" + "00000000" + body,
            new NetlinkCommand.DeleteRule(rule));
    }

    @Test
    void shouldAddAnIpv6RuleThatLooksNothingUp()
    {
        assertEncodes(
            "24000000" + "2000" + "0106" + "07000000" + "00000000" +
            "0a" + "00" + "00" + "00" + "00" + "00" + "00" + "08" + "00000000" +
            "0500" + "1500" + "12" + "000000",
            new NetlinkCommand.AddRule(new RuleSpec(true, false, Optional.empty(), 0, Optional.empty(), 0,
                Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty(),
                OptionalLong.empty(), 8, 254, RouteSpec.RTPROT_KEEPALIVED)));
    }

    @Test
    void shouldAddAPrivateMacvlan()
    {
        assertEncodes(
            "5c000000" + "1000" + "0106" + "07000000" + "00000000" +
            "00" + "00" + "0000" + "00000000" + "00000000" + "00000000" +
            "1c00" + "1200" +
            "0c00" + "0100" + "6d6163766c616e00" +
            "0c00" + "0200" + "0800" + "0100" + "01000000" +
            "0800" + "0500" + "09000000" +
            "0c00" + "0300" + "767272702e353100" +
            "0a00" + "0100" + "00005e000133" + "0000",
            new NetlinkCommand.AddMacvlan("vrrp.51", 9, MAC));
    }

    @Test
    void shouldChangeLinks()
    {
        final String header = "07000000" + "00000000" + "00" + "00" + "0000" + "0a000000";
        assertEncodes("20000000" + "1000" + "0100" + header + "01000000" + "01000000",
            new NetlinkCommand.SetLink(10, true));
        assertEncodes("20000000" + "1000" + "0100" + header + "00000000" + "01000000",
            new NetlinkCommand.SetLink(10, false));
        assertEncodes("20000000" + "1100" + "0100" + header + "00000000" + "00000000",
            new NetlinkCommand.DeleteLink(10));
        assertEncodes("2c000000" + "1000" + "0100" + header + "00000000" + "00000000" +
            "0a00" + "0100" + "00005e000133" + "0000", new NetlinkCommand.SetMac(10, MAC));
    }

    @Test
    void shouldAskForAnAcknowledgement()
    {
        final NetlinkMessage message = messages.encode(new NetlinkCommand.SetLink(10, true), OFFSET, 7);

        message.acknowledge();

        assertEquals(NetlinkMessage.NLM_F_REQUEST | NetlinkMessage.NLM_F_ACK, message.flags());
    }

    @ParameterizedTest
    @CsvSource({
        Errno.EEXIST + ",true,false",
        Errno.ENODEV + ",false,true",
        Errno.EADDRNOTAVAIL + ",false,true",
        Errno.ESRCH + ",false,true",
        Errno.ENOENT + ",false,true",
        Errno.EINVAL + ",false,false",
        Errno.EPERM + ",false,false"})
    void shouldTellWhatIsAsWantedFromWhatFailed(final int errno, final boolean isThere, final boolean isGone)
    {
        final AddressSpec address = AddressSpec.of(9, ip("10.0.0.100"), 32, 0);
        final NetlinkOutcome added = new NetlinkOutcome(new NetlinkCommand.AddAddress(address), errno);
        final NetlinkOutcome deleted = new NetlinkOutcome(new NetlinkCommand.DeleteAddress(address), errno);

        assertEquals(!isThere, added.isFailure());
        assertEquals(!isGone, deleted.isFailure());
        assertFalse(added.isDone() || deleted.isDone());
        assertTrue(added.exception().getMessage().startsWith(
            "netlink RTM_NEWADDR 10.0.0.100/32 on interface 9: " + Errno.name(errno)), added.exception()::getMessage);
    }

    @Test
    void shouldKnowLayoutsOfTheKernel() throws IOException
    {
        assumeTrue(Files.isReadable(KernelTypes.PATH), "this kernel does not tell its types: no " + KernelTypes.PATH);
        final KernelTypes kernel = KernelTypes.read();

        assertEquals(kernel.offset("ifinfomsg", "ifi_change"), CommandMessages.LINK_CHANGE);
        assertEquals(kernel.offset("rtmsg", "rtm_table"), CommandMessages.ROUTE_TABLE);
        assertEquals(kernel.offset("rtmsg", "rtm_protocol"), CommandMessages.ROUTE_PROTOCOL);
        assertEquals(kernel.offset("rtmsg", "rtm_scope"), CommandMessages.ROUTE_SCOPE);
        assertEquals(kernel.offset("rtmsg", "rtm_flags"), CommandMessages.ROUTE_FLAGS);
        assertEquals(kernel.size("fib_rule_hdr"), CommandMessages.RULE_HEADER_LENGTH);
        assertEquals(kernel.offset("fib_rule_hdr", "dst_len"), CommandMessages.RULE_DESTINATION_LENGTH);
        assertEquals(kernel.offset("fib_rule_hdr", "src_len"), CommandMessages.RULE_SOURCE_LENGTH);
        assertEquals(kernel.offset("fib_rule_hdr", "tos"), CommandMessages.RULE_TOS);
        assertEquals(kernel.offset("fib_rule_hdr", "table"), CommandMessages.RULE_TABLE);
        assertEquals(kernel.offset("fib_rule_hdr", "action"), CommandMessages.RULE_ACTION);
        assertEquals(kernel.offset("fib_rule_hdr", "flags"), CommandMessages.RULE_FLAGS);
        assertEquals(kernel.size("ifa_cacheinfo"), CommandMessages.CACHE_INFO_LENGTH);
        assertEquals(kernel.offset("ifa_cacheinfo", "ifa_prefered"), 0);
        assertEquals(kernel.offset("ifa_cacheinfo", "ifa_valid"), CommandMessages.CACHE_INFO_VALID);
    }

    private void assertEncodes(final String expected, final NetlinkCommand command)
    {
        Arrays.fill(bytes, (byte)0xee);

        final NetlinkMessage message = messages.encode(command, OFFSET, 7);

        assertEquals(expected, HexFormat.of().formatHex(bytes, OFFSET, OFFSET + message.length()), command::toString);
    }

    private static RouteSpec defaultRoute(final int type, final Optional<InetAddress> gateway)
    {
        return new RouteSpec(type, ip("0.0.0.0"), 0, gateway, OptionalInt.empty(), Optional.empty(), 254,
            OptionalInt.empty(), OptionalInt.empty(), RouteSpec.RTPROT_KEEPALIVED, Map.of(), false);
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
