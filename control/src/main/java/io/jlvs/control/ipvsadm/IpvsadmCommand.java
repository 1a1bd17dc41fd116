/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.control.ipvsadm.ParsedCommand.ParseFailure;
import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The command {@code jlvs ipvsadm [--dir DIR] ARGS...}: what ipvsadm 1.31 does and says, done by a director of jlvs.
 * Standard output is written when the command ends, behind what went to standard error, as a pipe shows it with the
 * real one. Used by one thread.
 */
public final class IpvsadmCommand
{
    private static final String DEFAULT_DIRECTORY = "/dev/shm/jlvs";
    private static final String HELP_RESOURCE = "help.txt";
    private static final String VERSION = "ipvsadm v1.31 2019/12/24 (compiled with popt and IPVS v1.2.1)\n";
    private static final int EXIT_OK = 0;
    private static final int EXIT_NOT_LISTED = 1;
    private static final int EXIT_FAILED = 2;
    private static final int EXIT_REFUSED = 255;
    private static final int FLUSH_LENGTH = 1 << 16;

    private final Path directory;
    private final IpvsadmDirector.Connector connector;
    private final ServiceNames serviceNames;
    private final HostNames hostNames;
    private final boolean stopAtFirstOther;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final StringBuilder text = new StringBuilder();
    private IpvsadmDirector director;
    private boolean ended;

    /**
     * A command in its surroundings.
     *
     * @param directory    of the director.
     * @param connector    to find it.
     * @param serviceNames names of ports.
     * @param hostNames    names of hosts.
     * @param in           standard input.
     * @param out          standard output.
     * @param err          standard error.
     * @param env          environment.
     */
    IpvsadmCommand(
        final Path directory,
        final IpvsadmDirector.Connector connector,
        final ServiceNames serviceNames,
        final HostNames hostNames,
        final InputStream in,
        final PrintStream out,
        final PrintStream err,
        final Map<String, String> env)
    {
        this.directory = directory;
        this.connector = connector;
        this.serviceNames = serviceNames;
        this.hostNames = hostNames;
        this.in = in;
        this.out = out;
        this.err = err;
        this.stopAtFirstOther = env.containsKey("POSIXLY_CORRECT") || env.containsKey("POSIX_ME_HARDER");
    }

    /**
     * Run as a process of its own.
     *
     * @param args of the command.
     */
    public static void main(final String[] args)
    {
        System.exit(run(args, System.in, System.out, System.err, System.getenv()));
    }

    /**
     * Run the command.
     *
     * @param args {@code --dir DIR} if any, then the arguments of ipvsadm.
     * @param in   standard input, read by {@code -R}.
     * @param out  standard output.
     * @param err  standard error.
     * @param env  environment; JLVS_DIR names the directory of the director.
     * @return exit status, as ipvsadm's.
     */
    public static int run(
        final String[] args,
        final InputStream in,
        final PrintStream out,
        final PrintStream err,
        final Map<String, String> env)
    {
        String directory = env.getOrDefault("JLVS_DIR", DEFAULT_DIRECTORY);
        int first = 0;
        if (args.length > 0 && args[0].startsWith("--dir="))
        {
            directory = args[0].substring("--dir=".length());
            first = 1;
        }
        else if (args.length > 0 && "--dir".equals(args[0]))
        {
            if (1 == args.length)
            {
                err.println("--dir: missing argument");
                return EXIT_REFUSED;
            }
            directory = args[1];
            first = 2;
        }

        final IpvsadmCommand command = new IpvsadmCommand(
            Path.of(directory),
            new RunningDirector.Connector(),
            new ServiceNames(Path.of("/etc/services")),
            new HostNames(Path.of("/etc/hosts"), true),
            in,
            out,
            err,
            env);
        return command.run(Arrays.copyOfRange(args, first, args.length));
    }

    /**
     * Run the command.
     *
     * @param words arguments of ipvsadm.
     * @return exit status.
     */
    int run(final String[] words)
    {
        int status;
        try
        {
            status = 0 == words.length ?
                execute(new ParsedCommand.ListServices(ListingFormat.PLAIN), false) : process(words, false);
        }
        catch (final DirectorUnavailableException ex)
        {
            // Before the first answer there is no director; later there was one.
            final String prefix = null == director ? "Can't initialize ipvs: " : "";
            final boolean permission = DirectorUnavailableException.Reason.NO_PERMISSION == ex.reason();
            err.println(prefix.concat(permission ?
                "Permission denied (you must be root)\n" +
                "Are you sure that IP Virtual Server is built in the kernel or as module?" : ex.getMessage()));
            status = null == director ? EXIT_FAILED : EXIT_REFUSED;
        }
        finally
        {
            if (null != director)
            {
                director.close();
            }
        }

        flushText();
        out.flush();
        err.flush();
        return status;
    }

    private int process(final String[] words, final boolean restoring)
    {
        return execute(
            IpvsadmParser.parse(words, stopAtFirstOther, new EndpointParser(serviceNames, hostNames)), restoring);
    }

    private int execute(final ParsedCommand command, final boolean restoring)
    {
        if (command instanceof ParseFailure failure)
        {
            err.println(failure.text());
            ended = failure.endsProcess();
            return failure.exitStatus();
        }
        if (command instanceof ParsedCommand.ListServices list)
        {
            return listServices(list.format());
        }
        if (command instanceof ParsedCommand.Save save)
        {
            return listServices(save.format());
        }
        if (command instanceof ParsedCommand.ListService list)
        {
            return listService(list.key(), list.format());
        }
        if (command instanceof ParsedCommand.ListConnections list)
        {
            return listConnections(list.format());
        }
        if (command instanceof ParsedCommand.Restore)
        {
            return restore(restoring);
        }
        return change(command);
    }

    private int change(final ParsedCommand command)
    {
        if (command instanceof ParsedCommand.AddService add)
        {
            return answer(director().addService(add.key(), add.spec()), false);
        }
        if (command instanceof ParsedCommand.EditService edit)
        {
            return answer(director().editService(edit.key(), edit.spec()), false);
        }
        if (command instanceof ParsedCommand.DeleteService delete)
        {
            return answer(director().deleteService(delete.key()), false);
        }
        if (command instanceof ParsedCommand.Flush)
        {
            return answer(director().flush(), false);
        }
        if (command instanceof ParsedCommand.AddServer add)
        {
            return answer(director().addDestination(add.service(), add.key(), add.spec()), true);
        }
        if (command instanceof ParsedCommand.EditServer edit)
        {
            return answer(director().editDestination(edit.service(), edit.key(), edit.spec()), true);
        }
        if (command instanceof ParsedCommand.DeleteServer delete)
        {
            return answer(director().deleteDestination(delete.service(), delete.key()), true);
        }
        if (command instanceof ParsedCommand.ZeroAll)
        {
            return answer(director().zeroAll(), false);
        }
        if (command instanceof ParsedCommand.ZeroService zero)
        {
            return answer(director().zeroService(zero.key()), false);
        }
        if (command instanceof ParsedCommand.SetTimeouts set)
        {
            return answer(director().setTimeouts(set.timeouts()), false);
        }
        return other(command);
    }

    private int other(final ParsedCommand command)
    {
        if (command instanceof ParsedCommand.ListTimeouts)
        {
            formatter(ListingFormat.PLAIN).timeouts(director().timeouts());
            return EXIT_OK;
        }
        if (command instanceof ParsedCommand.ListDaemons)
        {
            director();
            return EXIT_OK;
        }
        if (command instanceof ParsedCommand.StopDaemon)
        {
            director();
            err.println("No daemon is running");
            return EXIT_REFUSED;
        }
        if (command instanceof ParsedCommand.StartDaemon)
        {
            director();
            err.println("This version of jlvs has no connection synchronization daemon");
            return EXIT_REFUSED;
        }

        text.append(VERSION);
        if (command instanceof ParsedCommand.ShowHelp)
        {
            appendHelp();
        }
        ended = true;
        return EXIT_OK;
    }

    private int restore(final boolean restoring)
    {
        if (restoring)
        {
            return execute(IpvsadmParser.tryHelp(), true);
        }

        director();
        int status = EXIT_OK;
        try
        {
            final RestoreReader reader = new RestoreReader(new BufferedInputStream(in));
            String[] words = reader.nextLine();
            while (null != words)
            {
                if (words.length > 0)
                {
                    status = process(words, true);
                }
                words = ended ? null : reader.nextLine();
            }
        }
        catch (final IOException ex)
        {
            err.println("cannot read standard input: ".concat(ex.getMessage()));
            return EXIT_FAILED;
        }
        return status;
    }

    private int listServices(final ListingFormat format)
    {
        if (ListingFormat.View.RATE == format.view())
        {
            return refuseRates();
        }
        formatter(format).services(director().services());
        return EXIT_OK;
    }

    private int listService(final ServiceKey key, final ListingFormat format)
    {
        if (ListingFormat.View.RATE == format.view())
        {
            return refuseRates();
        }
        for (final ServiceRow service : director().services())
        {
            if (service.available() && service.key().equals(key))
            {
                formatter(format).singleService(service);
                return EXIT_OK;
            }
        }
        err.println("No such service");
        ended = true;
        return EXIT_NOT_LISTED;
    }

    private int refuseRates()
    {
        director();
        err.println("This version of jlvs keeps no rates: use --stats");
        ended = true;
        return EXIT_REFUSED;
    }

    private int listConnections(final ListingFormat format)
    {
        final IpvsadmFormatter formatter = formatter(format);
        final IpvsadmDirector source = director();
        formatter.connectionTitle();
        try
        {
            source.connections(new IpvsadmDirector.ConnectionListener()
            {
                @Override
                public void onConnection(final ConnectionRow row)
                {
                    formatter.connection(row);
                    if (text.length() > FLUSH_LENGTH)
                    {
                        flushText();
                    }
                }
            });
        }
        catch (final IllegalStateException | UncheckedIOException ex)
        {
            err.println(ex.getMessage());
            ended = true;
            return EXIT_NOT_LISTED;
        }
        return EXIT_OK;
    }

    private int answer(final CommandResponse response, final boolean aboutServer)
    {
        if (ResponseCode.OK == response.code())
        {
            return EXIT_OK;
        }
        err.println(refusal(response, aboutServer));
        return EXIT_REFUSED;
    }

    private static String refusal(final CommandResponse response, final boolean aboutServer)
    {
        switch (response.code())
        {
            case SERVICE_EXISTS:
                return "Service already exists";

            case NO_SUCH_SERVICE:
                return aboutServer ? "Service not defined" : "No such service";

            case DESTINATION_EXISTS:
                return "Destination already exists";

            case NO_SUCH_DESTINATION:
                return "No such destination";

            case NO_SUCH_SCHEDULER:
                return "Scheduler or persistence engine not found";

            case OUT_OF_RANGE:
                return "Numerical result out of range";

            case INVALID:
                return "Invalid operation.  Possibly wrong module version, address not unicast, ...";

            default:
                return response.text();
        }
    }

    private IpvsadmFormatter formatter(final ListingFormat format)
    {
        return new IpvsadmFormatter(text, format, serviceNames, hostNames);
    }

    private IpvsadmDirector director()
    {
        if (null == director)
        {
            director = connector.connect(directory);
        }
        return director;
    }

    private void appendHelp()
    {
        try (InputStream help = IpvsadmCommand.class.getResourceAsStream(HELP_RESOURCE))
        {
            text.append(new String(help.readAllBytes(), StandardCharsets.US_ASCII));
        }
        catch (final IOException ex)
        {
            err.println("cannot read the help text: ".concat(ex.getMessage()));
        }
    }

    private void flushText()
    {
        out.append(text);
        text.setLength(0);
    }
}
