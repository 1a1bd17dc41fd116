/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.control.ipvsadm.ParsedCommand.ParseFailure;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ForwardingCode;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Makes a command of the words of one ipvsadm command line. The first option must be a command; the others are read in
 * order and take effect at once, so that {@code -r}, {@code -M} and {@code -6} see a service only if it stands before
 * them. One object parses one line.
 */
final class IpvsadmParser
{
    private static final int EXIT_FAILED = 2;
    private static final int EXIT_BAD_OPTION = 255;

    private static final String DEFAULT_SCHEDULER = "wlc";
    private static final String DEFAULT_MCAST_INTERFACE = "eth0";
    private static final int MAX_NAME_LENGTH = 15;
    private static final int MAX_ENGINE_NAME_LENGTH = 16;
    private static final int MAX_SCHEDULER_FLAGS_LENGTH = 127;
    private static final int MAX_TIMEOUT_SECONDS = 31 * 24 * 60 * 60;
    private static final int DEFAULT_PERSISTENCE_SECONDS = 6 * 60;
    private static final long MAX_FIREWALL_MARK = 0xFFFFFFFFL;
    private static final int MAX_PORT = 65535;
    private static final int MAX_UDP_PAYLOAD = 65535 - 20 - 8;
    private static final int IPV6_PREFIX_LENGTH = 128;
    private static final int FLAG_1 = 1;
    private static final int FLAG_2 = 2;
    private static final int FLAG_3 = 4;

    private final OptionReader reader;
    private final EndpointParser endpoint;

    private ParsedCommand result;
    private CommandKind command;
    private long options;

    private int protocol;
    private byte[] serviceAddress;
    private int servicePort;
    private long firewallMark;
    private boolean ipv6;
    private String scheduler = "";
    private String schedulerFlagNames = "";
    private int schedulerFlags;
    private int persistenceSeconds;
    private int netmask = -1;
    private boolean onePacket;
    private String persistenceEngine = "";

    private byte[] serverAddress;
    private int serverPort;
    private int forwarding = ForwardingCode.DIRECT_ROUTE;
    private int weight = 1;
    private int upperThreshold;
    private int lowerThreshold;
    private TunnelType tunnelType = TunnelType.IPIP;
    private int tunnelPort;
    private int tunnelFlags;

    private TimeoutsRow timeouts;

    private boolean masterDaemon;
    private int syncId;
    private String mcastInterface = DEFAULT_MCAST_INTERFACE;
    private byte[] mcastGroup;
    private int mcastPort;
    private int mcastTtl;
    private int syncMaxLengthBytes;

    private IpvsadmParser(final OptionReader reader, final EndpointParser endpoint)
    {
        this.reader = reader;
        this.endpoint = endpoint;
    }

    /**
     * Parse a command line.
     *
     * @param words            without the program's name; not empty.
     * @param stopAtFirstOther see {@link OptionReader}.
     * @param endpoint         parser of addresses.
     * @return what it asks for, or a {@link ParseFailure}.
     */
    static ParsedCommand parse(final String[] words, final boolean stopAtFirstOther, final EndpointParser endpoint)
    {
        return new IpvsadmParser(new OptionReader(words, stopAtFirstOther), endpoint).parse();
    }

    /**
     * The complaint of ipvsadm about a line that it cannot make sense of.
     *
     * @return a failure that ends the process.
     */
    static ParseFailure tryHelp()
    {
        return new ParseFailure(
            EXIT_BAD_OPTION, "Try `ipvsadm -h' or 'ipvsadm --help' for more information.", true);
    }

    private ParsedCommand parse()
    {
        readCommand();
        while (null == result)
        {
            final IpvsadmOption option = reader.next();
            if (null == option)
            {
                break;
            }
            readOption(option, reader.argument());
        }

        if (null == result && null != reader.error())
        {
            result = new ParseFailure(
                EXIT_BAD_OPTION, CommandKind.join(reader.lastWord(), ": ", reader.error()), false);
        }
        if (null == result)
        {
            readOtherWords();
        }
        if (null == result && !schedulerFlagNames.isEmpty())
        {
            readSchedulerFlags();
        }
        if (null == result)
        {
            failIf(command.complaint(options));
        }
        if (null == result)
        {
            result = command();
        }
        return result;
    }

    private void readCommand()
    {
        final IpvsadmOption option = reader.next();
        if (null == option)
        {
            result = tryHelp();
            return;
        }

        switch (option)
        {
            case ADD_SERVICE:
                command = CommandKind.ADD_SERVICE;
                break;

            case EDIT_SERVICE:
                command = CommandKind.EDIT_SERVICE;
                break;

            case DELETE_SERVICE:
                command = CommandKind.DELETE_SERVICE;
                break;

            case ADD_SERVER:
                command = CommandKind.ADD_SERVER;
                break;

            case EDIT_SERVER:
                command = CommandKind.EDIT_SERVER;
                break;

            case DELETE_SERVER:
                command = CommandKind.DELETE_SERVER;
                break;

            case CLEAR:
                command = CommandKind.FLUSH;
                break;

            case LIST:
            case LIST_SMALL:
                command = CommandKind.LIST;
                break;

            case ZERO:
                command = CommandKind.ZERO;
                break;

            case SET:
                command = CommandKind.SET_TIMEOUTS;
                break;

            case RESTORE:
                command = CommandKind.RESTORE;
                break;

            case SAVE:
                command = CommandKind.SAVE;
                break;

            case START_DAEMON:
                command = CommandKind.START_DAEMON;
                readDaemonRole("illegal start-daemon parameter specified");
                break;

            case STOP_DAEMON:
                command = CommandKind.STOP_DAEMON;
                readDaemonRole("illegal start_daemon specified");
                break;

            case HELP:
                result = new ParsedCommand.ShowHelp();
                break;

            case VERSION:
                result = new ParsedCommand.ShowVersion();
                break;

            default:
                result = tryHelp();
        }
    }

    private void readDaemonRole(final String complaint)
    {
        masterDaemon = "master".equals(reader.argument());
        if (!masterDaemon && !"backup".equals(reader.argument()))
        {
            fail(complaint);
        }
    }

    private void readOption(final IpvsadmOption option, final String argument)
    {
        switch (option)
        {
            case TCP_SERVICE:
                readService(IpProtocol.TCP, argument);
                break;

            case UDP_SERVICE:
                readService(IpProtocol.UDP, argument);
                break;

            case SCTP_SERVICE:
                readService(IpProtocol.SCTP, argument);
                break;

            case FWMARK_SERVICE:
                readFirewallMark(argument);
                break;

            case IPV6:
                if (0 == firewallMark)
                {
                    fail("-6 used before -f\n");
                }
                ipv6 = true;
                netmask = IPV6_PREFIX_LENGTH;
                break;

            case SCHEDULER:
            case PERSISTENT:
            case NETMASK:
            case OPS:
            case PE:
            case SCHED_FLAGS:
                readServiceOption(option, argument);
                break;

            case REAL_SERVER:
                readServer(argument);
                break;

            case GATEWAYING:
            case IPIP:
            case MASQUERADING:
            case WEIGHT:
            case U_THRESHOLD:
            case L_THRESHOLD:
            case TUN_TYPE:
            case TUN_PORT:
            case TUN_NOCSUM:
            case TUN_CSUM:
            case TUN_REMCSUM:
                readServerOption(option, argument);
                break;

            case MCAST_INTERFACE:
            case SYNCID:
            case MCAST_GROUP:
            case MCAST_PORT:
            case MCAST_TTL:
            case SYNC_MAXLEN:
                readDaemonOption(option, argument);
                break;

            default:
                readListOption(option);
        }
    }

    private void readListOption(final IpvsadmOption option)
    {
        switch (option)
        {
            case NUMERIC:
                once(OptionKind.NUMERIC);
                break;

            case CONNECTION:
                once(OptionKind.CONNECTION);
                break;

            case TIMEOUT:
                once(OptionKind.TIMEOUT);
                break;

            case DAEMON:
                once(OptionKind.DAEMON);
                break;

            case STATS:
                once(OptionKind.STATS);
                break;

            case RATE:
                once(OptionKind.RATE);
                break;

            case THRESHOLDS:
                once(OptionKind.THRESHOLDS);
                break;

            case PERSISTENT_CONN:
                once(OptionKind.PERSISTENT_CONN);
                break;

            case TUN_INFO:
                once(OptionKind.TUNNEL_INFO);
                break;

            case NOSORT:
                once(OptionKind.NOSORT);
                break;

            case SORT:
                break;

            case EXACT:
                once(OptionKind.EXACT);
                break;

            default:
                fail(CommandKind.join("invalid option `", reader.lastWord(), "'"));
        }
    }

    private void readService(final int newProtocol, final String argument)
    {
        if (once(OptionKind.SERVICE))
        {
            protocol = newProtocol;
            if (endpoint.parse(argument, protocol))
            {
                serviceAddress = endpoint.address();
                servicePort = endpoint.port();
                ipv6 = AddressText.IPV6_LENGTH == serviceAddress.length;
                netmask = ipv6 ? IPV6_PREFIX_LENGTH : netmask;
            }
            else
            {
                fail("illegal virtual server address[:port] specified");
            }
        }
    }

    private void readFirewallMark(final String argument)
    {
        if (once(OptionKind.SERVICE))
        {
            protocol = IpProtocol.TCP;
            firewallMark = NumberText.parse(argument, 1, MAX_FIREWALL_MARK);
            if (NumberText.INVALID == firewallMark)
            {
                fail(CommandKind.join("invalid fwmark value `", argument, "' specified"));
            }
        }
    }

    private void readServiceOption(final IpvsadmOption option, final String argument)
    {
        switch (option)
        {
            case SCHEDULER:
                once(OptionKind.SCHEDULER);
                scheduler = cut(argument, MAX_NAME_LENGTH);
                break;

            case PERSISTENT:
                if (once(OptionKind.PERSISTENT))
                {
                    persistenceSeconds =
                        null == argument ? DEFAULT_PERSISTENCE_SECONDS : timeout(argument, 1);
                }
                break;

            case NETMASK:
                if (once(OptionKind.NETMASK))
                {
                    readNetmask(argument);
                }
                break;

            case OPS:
                once(OptionKind.ONE_PACKET);
                onePacket = true;
                break;

            case PE:
                once(OptionKind.PERSISTENCE_ENGINE);
                persistenceEngine = cut(argument, MAX_ENGINE_NAME_LENGTH);
                break;

            default:
                once(OptionKind.SCHEDULER_FLAGS);
                schedulerFlagNames = cut(argument, MAX_SCHEDULER_FLAGS_LENGTH);
        }
    }

    private void readNetmask(final String argument)
    {
        if (ipv6)
        {
            netmask = NumberText.leading(argument);
            if (netmask < 1 || netmask > IPV6_PREFIX_LENGTH)
            {
                fail("illegal ipv6 netmask specified");
            }
        }
        else
        {
            final byte[] mask = endpoint.ipv4(argument);
            if (null == mask)
            {
                fail("illegal virtual server persistent mask specified");
            }
            else
            {
                netmask = mask[0] << 24 | (mask[1] & 0xFF) << 16 | (mask[2] & 0xFF) << 8 | mask[3] & 0xFF;
            }
        }
    }

    private void readServer(final String argument)
    {
        if (once(OptionKind.SERVER))
        {
            if (endpoint.parse(argument, protocol))
            {
                serverAddress = endpoint.address();
                serverPort = endpoint.hasPort() ? endpoint.port() : servicePort;
            }
            else
            {
                fail("illegal real server address[:port] specified");
            }
        }
    }

    private void readServerOption(final IpvsadmOption option, final String argument)
    {
        switch (option)
        {
            case GATEWAYING:
                once(OptionKind.FORWARDING);
                forwarding = ForwardingCode.DIRECT_ROUTE;
                break;

            case IPIP:
                once(OptionKind.FORWARDING);
                forwarding = ForwardingCode.TUNNEL;
                break;

            case MASQUERADING:
                once(OptionKind.FORWARDING);
                forwarding = ForwardingCode.MASQUERADE;
                break;

            case WEIGHT:
                weight = number(OptionKind.WEIGHT, argument, 0, Integer.MAX_VALUE, "illegal weight specified");
                break;

            case U_THRESHOLD:
                upperThreshold = number(
                    OptionKind.UPPER_THRESHOLD, argument, 0, Integer.MAX_VALUE, "illegal u_threshold specified");
                break;

            case L_THRESHOLD:
                lowerThreshold = number(
                    OptionKind.LOWER_THRESHOLD, argument, 0, Integer.MAX_VALUE, "illegal l_threshold specified");
                break;

            case TUN_TYPE:
                once(OptionKind.TUNNEL_TYPE);
                tunnelType = TunnelType.of(argument);
                if (null == tunnelType)
                {
                    fail("illegal tunnel type specified");
                }
                break;

            case TUN_PORT:
                tunnelPort = number(OptionKind.TUNNEL_PORT, argument, 1, MAX_PORT, "illegal tunnel port specified");
                break;

            case TUN_NOCSUM:
                once(OptionKind.TUNNEL_NO_CHECKSUM);
                break;

            case TUN_CSUM:
                once(OptionKind.TUNNEL_CHECKSUM);
                tunnelFlags = 1;
                break;

            default:
                once(OptionKind.TUNNEL_REMOTE_CHECKSUM);
                tunnelFlags = 2;
        }
    }

    private void readDaemonOption(final IpvsadmOption option, final String argument)
    {
        switch (option)
        {
            case MCAST_INTERFACE:
                once(OptionKind.MCAST_INTERFACE);
                mcastInterface = argument.isEmpty() ? DEFAULT_MCAST_INTERFACE : cut(argument, MAX_NAME_LENGTH);
                break;

            case SYNCID:
                syncId = number(OptionKind.SYNC_ID, argument, 0, 255, "illegal syncid specified");
                break;

            case MCAST_GROUP:
                if (once(OptionKind.MCAST_GROUP))
                {
                    readMcastGroup(argument);
                }
                break;

            case MCAST_PORT:
                mcastPort = number(OptionKind.MCAST_PORT, argument, 1, MAX_PORT, "illegal mcast-port specified");
                break;

            case MCAST_TTL:
                mcastTtl = number(OptionKind.MCAST_TTL, argument, 1, 255, "illegal mcast-ttl specified");
                break;

            default:
                syncMaxLengthBytes = number(
                    OptionKind.SYNC_MAX_LENGTH, argument, 1, MAX_UDP_PAYLOAD, "illegal sync-maxlen specified");
        }
    }

    private void readMcastGroup(final String argument)
    {
        if (argument.indexOf(':') >= 0)
        {
            mcastGroup = AddressText.parseIpv6(argument);
            if (null == mcastGroup || (byte)0xFF != mcastGroup[0])
            {
                fail(CommandKind.join("invalid IPv6 mcast-group `", argument, "'"));
            }
        }
        else
        {
            mcastGroup = AddressText.parseDottedIpv4(argument, 0);
            if (null == mcastGroup || 0xE0 != (mcastGroup[0] & 0xF0))
            {
                fail(CommandKind.join("invalid IPv4 mcast-group `", argument, "'"));
            }
        }
    }

    private void readOtherWords()
    {
        if (CommandKind.SET_TIMEOUTS == command)
        {
            final String tcp = reader.nextOther();
            final String tcpFin = reader.nextOther();
            final String udp = reader.nextOther();
            if (null == udp)
            {
                fail("--set option requires 3 timeout values");
            }
            else
            {
                timeouts = new TimeoutsRow(timeout(tcp, 0), timeout(tcpFin, 0), timeout(udp, 0));
            }
        }

        final String unexpected = reader.nextOther();
        if (null != unexpected)
        {
            failIf(CommandKind.join("unexpected argument ", unexpected));
        }
    }

    private void readSchedulerFlags()
    {
        int start = 0;
        boolean any = false;
        while (null == result && start < schedulerFlagNames.length())
        {
            final int comma = schedulerFlagNames.indexOf(',', start);
            final int end = comma < 0 ? schedulerFlagNames.length() : comma;
            if (end > start)
            {
                any = true;
                readSchedulerFlag(schedulerFlagNames.substring(start, end));
            }
            start = end + 1;
        }
        if (!any)
        {
            // ipvsadm crashes on mere commas.
            fail(CommandKind.join("invalid scheduler flag `", schedulerFlagNames, "'"));
        }
    }

    private void readSchedulerFlag(final String name)
    {
        switch (name)
        {
            case "flag-1":
                schedulerFlags |= FLAG_1;
                break;

            case "flag-2":
                schedulerFlags |= FLAG_2;
                break;

            case "flag-3":
                schedulerFlags |= FLAG_3;
                break;

            case "sh-fallback":
            case "mh-fallback":
                schedulerFlags |= FLAG_1;
                failUnlessFor(name);
                break;

            case "sh-port":
            case "mh-port":
                schedulerFlags |= FLAG_2;
                failUnlessFor(name);
                break;

            default:
                fail(CommandKind.join("invalid scheduler flag `", name, "'"));
        }
    }

    private void failUnlessFor(final String flagName)
    {
        if (!scheduler.equals(flagName.substring(0, 2)))
        {
            fail(CommandKind.join("incompatible scheduler flag `", flagName, "'"));
        }
    }

    private ParsedCommand command()
    {
        switch (command)
        {
            case ADD_SERVICE:
            case EDIT_SERVICE:
                return serviceCommand();

            case DELETE_SERVICE:
                return new ParsedCommand.DeleteService(serviceKey());

            case ADD_SERVER:
            case EDIT_SERVER:
                return serverCommand();

            case DELETE_SERVER:
                return new ParsedCommand.DeleteServer(serviceKey(), serverKey());

            case FLUSH:
                return new ParsedCommand.Flush();

            case LIST:
                return listCommand();

            case ZERO:
                return has(OptionKind.SERVICE) && !isEverything() ?
                    new ParsedCommand.ZeroService(serviceKey()) : new ParsedCommand.ZeroAll();

            case SET_TIMEOUTS:
                return new ParsedCommand.SetTimeouts(timeouts);

            case SAVE:
                return new ParsedCommand.Save(
                    new ListingFormat(ListingFormat.View.RULES, has(OptionKind.NUMERIC), true, false));

            case RESTORE:
                return new ParsedCommand.Restore();

            case START_DAEMON:
                return new ParsedCommand.StartDaemon(
                    masterDaemon, syncId, mcastInterface, mcastGroup, mcastPort, mcastTtl, syncMaxLengthBytes);

            default:
                return new ParsedCommand.StopDaemon(masterDaemon);
        }
    }

    private ParsedCommand serviceCommand()
    {
        if (0 == firewallMark && 0 == servicePort && 0 == persistenceSeconds)
        {
            return failure("Zero port specified for non-persistent service");
        }
        if (onePacket && 0 == firewallMark && IpProtocol.UDP != protocol)
        {
            return failure("One-Packet Scheduling is only for UDP virtual services");
        }

        final ServiceSpec spec = new ServiceSpec(
            scheduler.isEmpty() ? DEFAULT_SCHEDULER : scheduler,
            schedulerFlags,
            persistenceSeconds,
            netmask,
            onePacket,
            persistenceEngine);
        return CommandKind.ADD_SERVICE == command ?
            new ParsedCommand.AddService(serviceKey(), spec) : new ParsedCommand.EditService(serviceKey(), spec);
    }

    private ParsedCommand serverCommand()
    {
        if (0 == firewallMark && ForwardingCode.MASQUERADE != forwarding)
        {
            serverPort = servicePort;
        }

        final boolean serverIpv6 = AddressText.IPV6_LENGTH == serverAddress.length;
        if (serverIpv6 != ipv6 && ForwardingCode.TUNNEL != forwarding)
        {
            return failure("Different address family is allowed only for tunneling servers");
        }

        final boolean tunnelOptions = has(OptionKind.TUNNEL_TYPE) || has(OptionKind.TUNNEL_PORT) ||
            has(OptionKind.TUNNEL_NO_CHECKSUM) || has(OptionKind.TUNNEL_CHECKSUM) ||
            has(OptionKind.TUNNEL_REMOTE_CHECKSUM);
        if (tunnelOptions && ForwardingCode.TUNNEL != forwarding)
        {
            return failure("Tunnel options conflict with forward method");
        }
        final String complaint = tunnelType.complaint(options);
        if (null != complaint)
        {
            return failure(complaint);
        }

        final DestinationSpec spec = new DestinationSpec(
            forwarding, weight, upperThreshold, lowerThreshold, tunnelType.ordinal(), tunnelPort, tunnelFlags);
        return CommandKind.ADD_SERVER == command ?
            new ParsedCommand.AddServer(serviceKey(), serverKey(), spec) :
            new ParsedCommand.EditServer(serviceKey(), serverKey(), spec);
    }

    private ParsedCommand listCommand()
    {
        final boolean connections = has(OptionKind.CONNECTION);
        final boolean timeoutOrDaemon = has(OptionKind.TIMEOUT) || has(OptionKind.DAEMON);
        final boolean columns = has(OptionKind.STATS) || has(OptionKind.RATE) || has(OptionKind.THRESHOLDS);
        if ((connections || timeoutOrDaemon) && columns || timeoutOrDaemon && has(OptionKind.PERSISTENT_CONN))
        {
            return failure("options conflicts in the list command");
        }

        final ListingFormat format = new ListingFormat(
            view(), has(OptionKind.NUMERIC), !has(OptionKind.NOSORT), has(OptionKind.EXACT));
        if (connections)
        {
            return new ParsedCommand.ListConnections(format);
        }
        if (has(OptionKind.SERVICE))
        {
            return new ParsedCommand.ListService(serviceKey(), format);
        }
        if (has(OptionKind.TIMEOUT))
        {
            return new ParsedCommand.ListTimeouts();
        }
        return has(OptionKind.DAEMON) ? new ParsedCommand.ListDaemons() : new ParsedCommand.ListServices(format);
    }

    private ListingFormat.View view()
    {
        if (has(OptionKind.STATS))
        {
            return ListingFormat.View.STATS;
        }
        if (has(OptionKind.RATE))
        {
            return ListingFormat.View.RATE;
        }
        if (has(OptionKind.THRESHOLDS))
        {
            return ListingFormat.View.THRESHOLDS;
        }
        if (has(OptionKind.PERSISTENT_CONN))
        {
            return ListingFormat.View.PERSISTENT;
        }
        return has(OptionKind.TUNNEL_INFO) ? ListingFormat.View.TUNNEL : ListingFormat.View.CONFIGURATION;
    }

    /** {@code -Z} with the address 0.0.0.0 or :: and no port means every service. */
    private boolean isEverything()
    {
        boolean zero = 0 == firewallMark && 0 == servicePort;
        for (int i = 0; zero && i < serviceAddress.length; i++)
        {
            zero = 0 == serviceAddress[i];
        }
        return zero;
    }

    private ServiceKey serviceKey()
    {
        if (0 == firewallMark)
        {
            return new ServiceKey(protocol, inetAddress(serviceAddress), servicePort, 0);
        }
        final byte[] wildcard = new byte[ipv6 ? AddressText.IPV6_LENGTH : AddressText.IPV4_LENGTH];
        return new ServiceKey(0, inetAddress(wildcard), 0, firewallMark);
    }

    private DestinationKey serverKey()
    {
        return new DestinationKey(inetAddress(serverAddress), serverPort);
    }

    private static InetAddress inetAddress(final byte[] address)
    {
        try
        {
            // Unlike InetAddress.getByAddress, this keeps an IPv4-mapped IPv6 address what it is.
            return AddressText.IPV6_LENGTH == address.length ?
                Inet6Address.getByAddress(null, address, -1) : InetAddress.getByAddress(address);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("an address must have 4 or 16 bytes", ex);
        }
    }

    private int number(
        final OptionKind kind, final String argument, final long min, final long max, final String complaint)
    {
        if (!once(kind))
        {
            return 0;
        }
        final long number = NumberText.parse(argument, min, max);
        if (NumberText.INVALID == number)
        {
            fail(complaint);
        }
        return (int)number;
    }

    private int timeout(final String argument, final int min)
    {
        final long seconds = NumberText.parse(argument, min, MAX_TIMEOUT_SECONDS);
        if (NumberText.INVALID == seconds)
        {
            fail(CommandKind.join("invalid timeout value `", argument, "' specified"));
        }
        return (int)seconds;
    }

    private boolean has(final OptionKind kind)
    {
        return 0 != (options & kind.bit());
    }

    private boolean once(final OptionKind kind)
    {
        if (has(kind))
        {
            fail(CommandKind.join("multiple '", kind.text(), "' options specified"));
            return false;
        }
        options |= kind.bit();
        return true;
    }

    private void failIf(final String complaint)
    {
        if (null != complaint)
        {
            fail(complaint);
        }
    }

    /** The first failure counts. */
    private void fail(final String text)
    {
        if (null == result)
        {
            result = failure(text);
        }
    }

    private static ParseFailure failure(final String text)
    {
        return new ParseFailure(EXIT_FAILED, text, true);
    }

    private static String cut(final String text, final int length)
    {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
