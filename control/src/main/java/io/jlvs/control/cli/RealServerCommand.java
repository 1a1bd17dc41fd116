/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.realserver.Placement;
import io.jlvs.control.realserver.RealServer;
import io.jlvs.control.realserver.RealServerException;
import io.jlvs.control.realserver.RealServerPlan;
import io.jlvs.control.realserver.RealServerScript;
import io.jlvs.control.realserver.Step;
import io.jlvs.control.realserver.Tunnel;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Privileges;
import io.jlvs.dataplane.text.InetText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code jlvs realserver start|stop}: makes this host a real server of virtual addresses, and no real server again.
 */
@Command(
    name = "realserver",
    mixinStandardHelpOptions = true,
    description = "Set a real server up for direct routing or tunnels, or take it down.",
    subcommands = {RealServerCommand.Start.class, RealServerCommand.Stop.class})
public final class RealServerCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    /**
     * Without start or stop: say how to use it.
     *
     * @return 2.
     */
    @Override
    public Integer call()
    {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /**
     * What both have.
     */
    abstract static class Action implements Callable<Integer>
    {
        @Spec
        private CommandSpec spec;

        @Parameters(
            paramLabel = "VIP",
            arity = "1..*",
            converter = AddressConverter.class,
            description = "Virtual addresses, IPv4 or IPv6.")
        private List<InetAddress> addresses;

        @Option(
            names = "--tun",
            description = "The director sends in tunnels (ipvsadm -i): hold the addresses on tunl0 or ip6tnl0.")
        private boolean isTunnel;

        @Option(
            names = "--interface",
            paramLabel = "IF",
            description = "Interface that holds the addresses (default: lo; with --tun tunl0 or ip6tnl0).")
        private String interfaceName;

        @Option(names = "--print", description = "Print the commands as a shell script, and do nothing.")
        private boolean isPrinting;

        @Option(
            names = "--record",
            paramLabel = "FILE",
            defaultValue = "/run/jlvs/realserver",
            description = "Where start writes what stop is to undo; one for each network namespace (default: " +
            "${DEFAULT-VALUE}).")
        private Path record;

        abstract String script(RealServer server, List<Placement> placements);

        abstract RealServer.Outcome perform(RealServer server, List<Placement> placements);

        abstract List<Placement> placements(RealServer server, InetAddress address);

        /**
         * Do or print.
         *
         * @return 0, or 1 if it failed.
         */
        @Override
        public final Integer call()
        {
            try
            {
                final RealServer server = new RealServer(record);
                final List<Placement> placements = placements(server);
                if (isPrinting)
                {
                    final PrintWriter out = spec.commandLine().getOut();
                    out.print(script(server, placements));
                    out.flush();
                    return ExitCode.OK;
                }
                requirePrivileges();
                report(perform(server, placements));
                return ExitCode.OK;
            }
            catch (final RealServerException | NativeException ex)
            {
                final PrintWriter err = spec.commandLine().getErr();
                err.println("jlvs realserver: " + ex.getMessage());
                err.flush();
                return ExitCode.SOFTWARE;
            }
        }

        final Placement placement(final InetAddress address)
        {
            final String tunnelInterface = Tunnel.of(address instanceof Inet6Address).interfaceName();
            final String defaultInterface = isTunnel ? tunnelInterface : Placement.LOOPBACK;
            return new Placement(address, isNamed() ? interfaceName : defaultInterface, isTunnel);
        }

        final boolean isPlaced()
        {
            return isTunnel || isNamed();
        }

        private boolean isNamed()
        {
            return null != interfaceName;
        }

        private List<Placement> placements(final RealServer server)
        {
            final LinkedHashSet<Placement> placements = new LinkedHashSet<>();
            for (final InetAddress address : addresses)
            {
                if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isMulticastAddress() ||
                    address.isLinkLocalAddress())
                {
                    throw new ParameterException(
                        spec.commandLine(), InetText.of(address) + " cannot be a virtual address: it is no " +
                        "address that clients of several hosts can ask for");
                }
                placements.addAll(placements(server, address));
            }

            return new ArrayList<>(placements);
        }

        private static void requirePrivileges()
        {
            final Privileges privileges = Privileges.ofThisProcess();
            if (!privileges.has(Privileges.CAP_NET_ADMIN))
            {
                throw new RealServerException(
                    "addresses and kernel settings may be changed by root only, this is user id " +
                    privileges.effectiveUserId() + ": run it with sudo, or see the commands with --print");
            }
        }

        private void report(final RealServer.Outcome outcome)
        {
            final PrintWriter out = spec.commandLine().getOut();
            for (final Step step : outcome.steps())
            {
                out.println(String.join(" ", step.command()));
            }
            outcome.notes().forEach(out::println);
            if (outcome.steps().isEmpty() && outcome.notes().isEmpty())
            {
                out.println("nothing to do");
            }
            out.flush();
        }
    }

    /**
     * {@code jlvs realserver start}.
     */
    @Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Hold virtual addresses and keep silent about them; may be repeated.")
    static final class Start extends Action
    {
        @Override
        String script(final RealServer server, final List<Placement> placements)
        {
            return RealServerScript.start(placements);
        }

        @Override
        RealServer.Outcome perform(final RealServer server, final List<Placement> placements)
        {
            return server.start(placements);
        }

        @Override
        List<Placement> placements(final RealServer server, final InetAddress address)
        {
            return List.of(placement(address));
        }
    }

    /**
     * {@code jlvs realserver stop}.
     */
    @Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Give virtual addresses up and undo exactly what start did.")
    static final class Stop extends Action
    {
        @Override
        String script(final RealServer server, final List<Placement> placements)
        {
            final RealServerPlan plan = server.planStop(placements);
            return plan.steps().isEmpty() ? RealServerScript.stop(placements) : RealServerScript.text(plan.steps());
        }

        @Override
        RealServer.Outcome perform(final RealServer server, final List<Placement> placements)
        {
            return server.stop(placements);
        }

        /** Where start put it, unless the operator says where. */
        @Override
        List<Placement> placements(final RealServer server, final InetAddress address)
        {
            final List<Placement> started = isPlaced() ? List.of() : server.placements(address);
            return started.isEmpty() ? List.of(placement(address)) : started;
        }
    }
}
