/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.dataplane.engine.Configuration;
import io.jlvs.dataplane.engine.Director;
import io.jlvs.dataplane.engine.DirectorContext;
import io.jlvs.dataplane.engine.DirectorException;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code jlvs director}: forwards packets in the foreground until SIGTERM or SIGINT.
 */
@Command(
    name = "director",
    mixinStandardHelpOptions = true,
    description = "Forward packets of virtual services to real servers.")
public final class DirectorCommand implements Callable<Integer>
{
    /** Chronicle warns of what opening a connection store always does; the reference keeps the level set. */
    private static final Logger CHRONICLE = Logger.getLogger("net.openhft");

    @Option(names = "--dir", paramLabel = "DIR", description = "Directory of this director (default: " +
        Configuration.DIRECTORY_DEFAULT + ", or JLVS_DIR).")
    private Path directory;

    @Option(names = "--interface", paramLabel = "IF", description = "Interface to forward on; may be repeated " +
        "(default: all that are up, but loopback).")
    private List<String> interfaces = new ArrayList<>();

    @Option(names = "--io", paramLabel = "IO", description = "af_packet, xdp or auto (default).")
    private String io = "auto";

    @Option(names = "--workers", paramLabel = "N", description = "Threads that forward (default: 1).")
    private int workers = 1;

    @Option(names = "--busy-poll", description = "Workers never sleep: lower latency for a whole core each.")
    private boolean busyPoll;

    @Option(names = "--bypass-qdisc", description = "Send past the queueing discipline of the device: a little " +
        "faster, but tcpdump on the director does not see what it forwards.")
    private boolean bypassQueueing;

    @Option(names = "--connections", paramLabel = "N", description = "Connections that the tables are sized for " +
        "(default: " + Configuration.CONNECTIONS_IPV4_DEFAULT + ").")
    private int connections = Configuration.CONNECTIONS_IPV4_DEFAULT;

    @Option(names = "--orphan-seconds", paramLabel = "N", description = "How long XDP forwards known flows after " +
        "the last sign of this process; 0 stops at once (default: " + Configuration.ORPHAN_SECONDS_DEFAULT + ").")
    private int orphanSeconds = Configuration.ORPHAN_SECONDS_DEFAULT;

    @Option(names = "--fresh", description = "Forget the services and connections of the run before.")
    private boolean fresh;

    @Option(names = "--detach", description = "Take away what a killed director left in the kernel, and end.")
    private boolean detach;

    /**
     * Run until told to stop.
     *
     * @return 0 after an orderly stop, 1 if it could not start, 2 for wrong arguments.
     */
    @Override
    public Integer call()
    {
        CHRONICLE.setLevel(Level.SEVERE);
        return detach ? detach() : forward();
    }

    private int detach()
    {
        try
        {
            final Path chosen = Configuration.directory(directory);
            System.out.println("jlvs director: detached XDP from " + Director.detach(chosen) +
                " interfaces, and the guard, of directory " + chosen);
            return ExitCode.OK;
        }
        catch (final DirectorException ex)
        {
            return failed(ex);
        }
    }

    private int forward()
    {
        final DirectorContext context = new DirectorContext()
            .directory(Configuration.directory(directory))
            .interfaces(interfaces)
            .io(io)
            .workers(workers)
            .busyPoll(busyPoll)
            .bypassQueueing(bypassQueueing)
            .connections(connections)
            .orphanSeconds(orphanSeconds)
            .fresh(fresh);
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            Director director = Director.launch(context))
        {
            System.out.println("jlvs director ready: " + director.description());
            System.out.flush();
            barrier.await();
        }
        catch (final DirectorException ex)
        {
            return failed(ex);
        }

        return ExitCode.OK;
    }

    private static int failed(final DirectorException ex)
    {
        System.err.println("jlvs director: " + ex.getMessage());
        return ex.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
}
