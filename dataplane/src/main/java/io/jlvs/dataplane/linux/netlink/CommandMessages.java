/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import io.jlvs.dataplane.linux.Syscalls;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import org.agrona.MutableDirectBuffer;

/**
 * Turns commands into messages of rtnetlink. Fixed headers as {@link RouteMessages} draws them, and that of a rule
 * (include/uapi/linux/fib_rules.h):
 * <pre>
 *   struct fib_rule_hdr
 *    0  family, dst_len, src_len, tos
 *    4  table, res1, res2, action
 *    8  flags (u32)
 * </pre>
 */
final class CommandMessages
{
    /** No message of a command is longer: 17 metrics, or a rule with two addresses and two names, fit twice. */
    static final int MAX_LENGTH = 512;

    static final int RULE_HEADER_LENGTH = 12;
    static final int RULE_DESTINATION_LENGTH = 1;
    static final int RULE_SOURCE_LENGTH = 2;
    static final int RULE_TOS = 3;
    static final int RULE_TABLE = 4;
    static final int RULE_ACTION = 7;
    static final int RULE_FLAGS = 8;
    private static final int FIB_RULE_INVERT = 2;
    private static final int FRA_DST = 1;
    private static final int FRA_SRC = 2;
    private static final int FRA_IIFNAME = 3;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_TABLE = 15;
    private static final int FRA_FWMASK = 16;
    private static final int FRA_OIFNAME = 17;
    private static final int FRA_PROTOCOL = 21;

    static final int ROUTE_TABLE = 4;
    static final int ROUTE_PROTOCOL = 5;
    static final int ROUTE_SCOPE = 6;
    static final int ROUTE_FLAGS = 8;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_METRICS = 8;
    private static final int RTA_TABLE = 15;
    private static final int RTA_VIA = 18;
    private static final int RTNH_F_ONLINK = 4;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_NOWHERE = 255;
    /** Tables from here on do not fit into the header. */
    private static final int FIRST_LONG_TABLE = 256;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_LABEL = 3;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;
    /** struct ifa_cacheinfo: preferred, valid, and two times that only the kernel writes. */
    static final int CACHE_INFO_LENGTH = 16;
    static final int CACHE_INFO_VALID = 4;
    private static final int INFINITE_LIFE_TIME = -1;

    static final int LINK_CHANGE = 12;
    private static final int IFF_UP = 1;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int IFLA_MACVLAN_MODE = 1;
    private static final int MACVLAN_MODE_PRIVATE = 1;
    private static final int MAC_LENGTH = 6;

    private static final int ADDITION = NetlinkMessage.NLM_F_CREATE | NetlinkMessage.NLM_F_EXCL;

    private final NetlinkMessage message = new NetlinkMessage();
    private final MutableDirectBuffer target;

    /**
     * Over the memory of requests.
     *
     * @param target that takes the messages.
     */
    CommandMessages(final MutableDirectBuffer target)
    {
        this.target = target;
    }

    /**
     * Encode a command; the kernel answers errors only.
     *
     * @param command  to encode.
     * @param offset   where the message begins.
     * @param sequence number of the message.
     * @return the message.
     */
    NetlinkMessage encode(final NetlinkCommand command, final int offset, final int sequence)
    {
        if (command instanceof NetlinkCommand.AddAddress add)
        {
            begin(offset, NetlinkMessage.RTM_NEWADDR, ADDITION, sequence, RouteMessages.ADDRESS_HEADER_LENGTH);
            newAddress(add.address());
        }
        else if (command instanceof NetlinkCommand.DeleteAddress delete)
        {
            begin(offset, NetlinkMessage.RTM_DELADDR, 0, sequence, RouteMessages.ADDRESS_HEADER_LENGTH);
            oldAddress(delete.address());
        }
        else if (command instanceof NetlinkCommand.AddRoute add)
        {
            // Without NLM_F_EXCL: a route of somebody else to the same destination stays behind ours.
            begin(offset, NetlinkMessage.RTM_NEWROUTE, NetlinkMessage.NLM_F_CREATE, sequence,
                RouteMessages.ROUTE_HEADER_LENGTH);
            route(add.route(), RT_SCOPE_UNIVERSE);
        }
        else if (command instanceof NetlinkCommand.DeleteRoute delete)
        {
            begin(offset, NetlinkMessage.RTM_DELROUTE, 0, sequence, RouteMessages.ROUTE_HEADER_LENGTH);
            route(delete.route(), RT_SCOPE_NOWHERE);
        }
        else if (command instanceof NetlinkCommand.AddRule add)
        {
            begin(offset, NetlinkMessage.RTM_NEWRULE, ADDITION, sequence, RULE_HEADER_LENGTH);
            rule(add.rule());
        }
        else if (command instanceof NetlinkCommand.DeleteRule delete)
        {
            begin(offset, NetlinkMessage.RTM_DELRULE, 0, sequence, RULE_HEADER_LENGTH);
            rule(delete.rule());
        }
        else
        {
            link(command, offset, sequence);
        }
        return message;
    }

    private void link(final NetlinkCommand command, final int offset, final int sequence)
    {
        if (command instanceof NetlinkCommand.AddMacvlan add)
        {
            begin(offset, NetlinkMessage.RTM_NEWLINK, ADDITION, sequence, RouteMessages.LINK_HEADER_LENGTH);
            macvlan(add);
        }
        else if (command instanceof NetlinkCommand.DeleteLink delete)
        {
            begin(offset, NetlinkMessage.RTM_DELLINK, 0, sequence, RouteMessages.LINK_HEADER_LENGTH);
            putInt(RouteMessages.LINK_INDEX, delete.interfaceIndex());
        }
        else if (command instanceof NetlinkCommand.SetLink set)
        {
            begin(offset, NetlinkMessage.RTM_NEWLINK, 0, sequence, RouteMessages.LINK_HEADER_LENGTH);
            putInt(RouteMessages.LINK_INDEX, set.interfaceIndex());
            putInt(RouteMessages.LINK_FLAGS, set.isUp() ? IFF_UP : 0);
            putInt(LINK_CHANGE, IFF_UP);
        }
        else if (command instanceof NetlinkCommand.SetMac set)
        {
            begin(offset, NetlinkMessage.RTM_NEWLINK, 0, sequence, RouteMessages.LINK_HEADER_LENGTH);
            putInt(RouteMessages.LINK_INDEX, set.interfaceIndex());
            message.attribute(IFLA_ADDRESS, mac(set.mac()));
        }
        else
        {
            throw new IllegalArgumentException("no message for " + command);
        }
    }

    private void begin(
        final int offset, final int type, final int flags, final int sequence, final int headerLength)
    {
        message.begin(target, offset, type, flags, sequence, headerLength);
    }

    private void newAddress(final AddressSpec spec)
    {
        addressHeader(spec);
        putByte(RouteMessages.ADDRESS_SCOPE, spec.scope());
        message.attribute(IFA_LOCAL, spec.address().getAddress());
        spec.peer().ifPresent((peer) -> message.attribute(IFA_ADDRESS, peer.getAddress()));
        spec.broadcast().ifPresent((broadcast) -> message.attribute(IFA_BROADCAST, broadcast.getAddress()));
        spec.label().ifPresent((label) -> message.attribute(IFA_LABEL, label));
        if (0 != spec.flags())
        {
            message.attribute(IFA_FLAGS, spec.flags());
        }
        if (spec.preferredLifetimeS().isPresent())
        {
            final ByteBuffer cacheInfo = Syscalls.nativeBuffer(CACHE_INFO_LENGTH)
                .putInt(0, (int)spec.preferredLifetimeS().getAsLong())
                .putInt(CACHE_INFO_VALID, INFINITE_LIFE_TIME);
            final byte[] bytes = new byte[CACHE_INFO_LENGTH];
            cacheInfo.get(bytes);
            message.attribute(IFA_CACHEINFO, bytes);
        }
    }

    private void oldAddress(final AddressSpec spec)
    {
        addressHeader(spec);
        message.attribute(IFA_LOCAL, spec.address().getAddress());
        // With it IPv4 compares the prefix length; the label may have been changed meanwhile and is not compared.
        message.attribute(IFA_ADDRESS, spec.peer().orElse(spec.address()).getAddress());
    }

    private void addressHeader(final AddressSpec spec)
    {
        putByte(0, family(spec.address()));
        putByte(RouteMessages.ADDRESS_PREFIX_LENGTH, spec.prefixLength());
        putInt(RouteMessages.ADDRESS_INDEX, spec.interfaceIndex());
    }

    private void route(final RouteSpec spec, final int anyScope)
    {
        putByte(0, family(spec.destination()));
        putByte(RouteMessages.ROUTE_DESTINATION_LENGTH, spec.prefixLength());
        putByte(ROUTE_PROTOCOL, spec.protocol());
        putByte(ROUTE_SCOPE, spec.scope().orElse(anyScope));
        putByte(RouteMessages.ROUTE_TYPE, spec.type());
        putInt(ROUTE_FLAGS, spec.isOnLink() ? RTNH_F_ONLINK : 0);
        table(ROUTE_TABLE, RTA_TABLE, spec.table());
        if (0 != spec.prefixLength())
        {
            message.attribute(RTA_DST, spec.destination().getAddress());
        }
        spec.preferredSource().ifPresent((source) -> message.attribute(RTA_PREFSRC, source.getAddress()));
        spec.gateway().ifPresent((gateway) -> gateway(gateway, family(spec.destination())));
        attribute(RTA_OIF, spec.interfaceIndex());
        attribute(RTA_PRIORITY, spec.priority());
        if (!spec.metrics().isEmpty())
        {
            final int metrics = message.nest(RTA_METRICS);
            spec.metrics().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach((metric) -> message.attribute(metric.getKey(), metric.getValue().intValue()));
            message.end(metrics);
        }
    }

    private void gateway(final InetAddress gateway, final int family)
    {
        final byte[] address = gateway.getAddress();
        if (family == family(gateway))
        {
            message.attribute(RTA_GATEWAY, address);
        }
        else
        {
            final byte[] via = new byte[Short.BYTES + address.length];
            via[0] = (byte)family(gateway);
            System.arraycopy(address, 0, via, Short.BYTES, address.length);
            message.attribute(RTA_VIA, via);
        }
    }

    private void rule(final RuleSpec spec)
    {
        putByte(0, spec.isIpv6() ? Syscalls.AF_INET6 : Syscalls.AF_INET);
        putByte(RULE_TOS, spec.typeOfService().orElse(0));
        putByte(RULE_ACTION, spec.action());
        putInt(RULE_FLAGS, spec.isInverted() ? FIB_RULE_INVERT : 0);
        if (RuleSpec.FR_ACT_TO_TBL == spec.action())
        {
            table(RULE_TABLE, FRA_TABLE, spec.table());
        }
        spec.source().ifPresent((source) ->
        {
            putByte(RULE_SOURCE_LENGTH, spec.sourceLength());
            message.attribute(FRA_SRC, source.getAddress());
        });
        spec.destination().ifPresent((destination) ->
        {
            putByte(RULE_DESTINATION_LENGTH, spec.destinationLength());
            message.attribute(FRA_DST, destination.getAddress());
        });
        spec.priority().ifPresent((priority) -> message.attribute(FRA_PRIORITY, (int)priority));
        spec.mark().ifPresent((mark) -> message.attribute(FRA_FWMARK, (int)mark));
        spec.markMask().ifPresent((mask) -> message.attribute(FRA_FWMASK, (int)mask));
        spec.inputName().ifPresent((name) -> message.attribute(FRA_IIFNAME, name));
        spec.outputName().ifPresent((name) -> message.attribute(FRA_OIFNAME, name));
        message.byteAttribute(FRA_PROTOCOL, spec.protocol());
    }

    private void macvlan(final NetlinkCommand.AddMacvlan add)
    {
        final int info = message.nest(IFLA_LINKINFO);
        message.attribute(IFLA_INFO_KIND, LinkInfo.MACVLAN);
        final int data = message.nest(IFLA_INFO_DATA);
        message.attribute(IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE).end(data).end(info);
        message.attribute(IFLA_LINK, add.parentIndex());
        message.attribute(IFLA_IFNAME, add.name());
        message.attribute(IFLA_ADDRESS, mac(add.mac()));
    }

    private void table(final int field, final int attribute, final int table)
    {
        if (table < FIRST_LONG_TABLE)
        {
            putByte(field, table);
        }
        else
        {
            message.attribute(attribute, table);
        }
    }

    private void attribute(final int type, final OptionalInt value)
    {
        value.ifPresent((number) -> message.attribute(type, number));
    }

    private void putByte(final int field, final int value)
    {
        target.putByte(message.body() + field, (byte)value);
    }

    private void putInt(final int field, final int value)
    {
        target.putInt(message.body() + field, value);
    }

    private static byte[] mac(final long mac)
    {
        final byte[] bytes = new byte[MAC_LENGTH];
        for (int i = 0; i < MAC_LENGTH; i++)
        {
            bytes[i] = (byte)(mac >>> (MAC_LENGTH - 1 - i) * Byte.SIZE);
        }
        return bytes;
    }

    private static int family(final InetAddress address)
    {
        return Integer.BYTES == address.getAddress().length ? Syscalls.AF_INET : Syscalls.AF_INET6;
    }
}
