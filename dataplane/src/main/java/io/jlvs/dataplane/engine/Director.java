/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.DirectorCounters;
import io.jlvs.dataplane.cnc.DirectoryLock;
import io.jlvs.dataplane.cnc.DirectoryLockedException;
import io.jlvs.dataplane.cnc.SystemCounterDescriptor;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.engine.FlowOffloadSupplier.TableShape;
import io.jlvs.dataplane.forward.IpIdentification;
import io.jlvs.dataplane.io.AfPacketIo;
import io.jlvs.dataplane.linux.Privileges;
import io.jlvs.dataplane.linux.netlink.NetlinkMonitor;
import io.jlvs.dataplane.linux.netlink.RouteNetlink;
import io.jlvs.dataplane.table.ConnectionStore;
import io.jlvs.dataplane.table.DestinationTable;
import io.jlvs.dataplane.table.Timeouts;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.agrona.concurrent.status.AtomicCounter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Logger;

/**
 * A running director: wires the agents, starts their threads, and takes all down again in reverse order.
 */
public final class Director implements AutoCloseable
{
    private static final Logger LOGGER = Logger.getLogger(Director.class.getName());

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final DirectorContext context;
    private final Path directory;
    private ForwardingWatch forwarding;
    private String description = "";

    private Director(final DirectorContext context)
    {
        this.context = context;
        this.directory = context.directory();
    }

    /**
     * Start a director; it forwards when this returns.
     *
     * @param context settings.
     * @return the running director; close it to stop.
     * @throws DirectorException if it cannot start; nothing is left behind then.
     */
    public static Director launch(final DirectorContext context)
    {
        final Director director = new Director(context);
        try
        {
            director.start();
            return director;
        }
        catch (final DirectorException ex)
        {
            director.close();
            throw ex;
        }
        catch (final DirectoryLockedException ex)
        {
            director.close();
            throw DirectorException.failure(ex.getMessage(), null);
        }
        catch (final RuntimeException | IOException ex)
        {
            director.close();
            throw DirectorException.failure(ex.getMessage(), ex);
        }
    }

    /**
     * Detach what a director that was killed left in the kernel: known flows are not forwarded any more, and the
     * kernel answers for the services again. Services and connections stay in the directory.
     *
     * @param directory of the director.
     * @return number of interfaces on which XDP was found.
     * @throws DirectorException if a director runs in that directory, or the kernel refuses.
     */
    public static int detach(final Path directory)
    {
        final List<AutoCloseable> held = new ArrayList<>();
        try
        {
            Privileges.ofThisProcess().requireRawNetworkAccess();
            held.add(DirectoryLock.acquire(directory));
            // Closing a guard takes away what others left for the same directory.
            Guards.open(directory).close();
            return Offloads.detach(directory);
        }
        catch (final DirectoryLockedException ex)
        {
            throw DirectorException.failure(ex.getMessage() + "; stop it, that detaches all", null);
        }
        catch (final RuntimeException ex)
        {
            throw DirectorException.failure(ex.getMessage(), ex);
        }
        finally
        {
            CloseHelper.quietCloseAll(held);
        }
    }

    /**
     * What runs, for the start-up line.
     *
     * @return interfaces, packet I/O and guard in a few words.
     */
    public String description()
    {
        return description;
    }

    /**
     * Stop forwarding, write what is outstanding, detach from the kernel.
     */
    @Override
    public void close()
    {
        if (null != forwarding)
        {
            forwarding.stop();
        }

        while (!resources.isEmpty())
        {
            CloseHelper.quietClose(resources.pop());
        }
    }

    private void start() throws IOException
    {
        Privileges.ofThisProcess().requireRawNetworkAccess();
        final Ports ports = Ports.choose(context);
        own(lockDirectory());
        if (context.fresh())
        {
            forget();
        }

        final CncFile cnc = own(CncFile.create(directory));
        final DirectorCounters counters =
            new DirectorCounters(cnc, context.workers(), WorkerCounters.verdictLabels());
        final ErrorHandler errors =
            new LoggingErrors(cnc.errorLogBuffer(), counters.system(SystemCounterDescriptor.ERRORS));

        final Timeouts timeouts = new Timeouts();
        final TableShape ipv4 = FlowFiles.shapeIpv4(context.connections());
        final TableShape ipv6 = FlowFiles.shapeIpv6(context.connections());
        final FlowOffload offload = Offloads.open(context, ipv4, ipv6);
        if (null != offload)
        {
            own(offload);
        }
        final FlowFiles flows = own(null == offload ?
            FlowFiles.create(directory, ipv4, ipv6, context.workers()) :
            FlowFiles.over(directory, offload, ipv4, ipv6, context.workers()));
        final DestinationTable destinations = new DestinationTable();
        final int conductorLine = context.workers();
        final OffloadControl offloadControl = null == offload ? null : new OffloadControl(
            offload, destinations, Offloads.counters(counters), conductorLine, context.orphanSeconds());
        final KernelGuard guard = own(Guards.open(directory));
        final MacvlanGuard macvlanGuard = new MacvlanGuard(guard, ports, errors);
        final NextHopResolver resolver = new NextHopResolver(
            RouteNetlink.open(),
            NetlinkMonitor.open(),
            ports,
            null == offload ? macvlanGuard::onLink : (link) ->
            {
                macvlanGuard.onLink(link);
                offloadControl.onLink(link);
            },
            errors);
        own(resolver);
        final ServiceRegistry registry = new ServiceRegistry(
            conductorLine + 1, destinations, new RegistryEffects(guard, resolver, offloadControl));
        final ServiceFile serviceFile = new ServiceFile(directory.resolve(Configuration.SERVICES_FILE));
        final TimeoutsRow saved = serviceFile.load(registry);
        if (null != saved)
        {
            timeouts.set(saved.tcp(), saved.tcpFin(), saved.udp());
        }

        flows.timeouts(timeouts);

        final ConnectionStore store = ConnectionStore.open(
            directory.resolve(Configuration.CONNECTIONS_FILE), recordedConnections());
        if (null != store.notice())
        {
            LOGGER.warning(store.notice());
        }

        final List<RingBuffer> rings = new ArrayList<>();
        final PublishedServices published = new PublishedServices();
        final PublishedVirtualMacs virtualMacs = new PublishedVirtualMacs();
        final List<WorkerAgent> workers = new ArrayList<>();
        final List<Connections> connections = new ArrayList<>();
        final int firstIdentification = new SecureRandom().nextInt(1 << 16);
        for (int i = 0; i < context.workers(); i++)
        {
            final RingBuffer ring = newRecordRing();
            rings.add(ring);
            final WorkerCounters workerCounters = new WorkerCounters(counters, i);
            final Connections workerConnections = new Connections(
                i,
                flows.regions(),
                destinations,
                timeouts,
                new ConnectionLog(ring, workerCounters.notRecorded()),
                workerCounters,
                Ticks.of(System.nanoTime()));
            connections.add(workerConnections);
            final AfPacketIo io = own(openIo(ports));
            final PacketProcessor processor = PacketProcessors.create(
                workerConnections,
                destinations,
                workerCounters::onVerdict,
                io,
                new IpIdentification(firstIdentification + i, context.workers()),
                KernelSettings.read());
            workers.add(new WorkerAgent(
                i,
                io,
                published,
                virtualMacs,
                processor,
                workerConnections,
                workerCounters,
                errors,
                context.busyPoll()));
        }

        final ConnectionRestorer restorer = new ConnectionRestorer(registry, connections.get(0));
        final FlowOffload.Predecessor predecessor =
            null == offload || context.fresh() ? null : Offloads.restore(offload, restorer);
        final int restored = restorer.restore(store);
        counters.system(SystemCounterDescriptor.CONNECTIONS_RESTORED).setRelease(restored);
        LOGGER.info("restored " + registry.services().size() + " services and " + restored + " connections and " +
            "templates from " + directory);

        final ConductorCounters conductorCounters = new ConductorCounters(counters);
        final AddressLeaseWatch leases = new AddressLeaseWatch(
            cnc.addressLeasesBuffer(),
            own(new NetlinkAddressRemover(errors)),
            SystemNanoClock.INSTANCE,
            conductorCounters,
            errors);
        forwarding = new ForwardingWatch(
            cnc.forwarding(), WorkerCounters.cycles(counters, context.workers()), resolver::isAnyPortUp);
        final ConductorAgent conductor = new ConductorAgent(
            registry,
            published,
            virtualMacs,
            timeouts,
            () -> flows.timeouts(timeouts),
            resolver,
            cnc,
            serviceFile,
            offloadControl,
            leases,
            forwarding,
            conductorCounters,
            errors);
        ports.indexes().forEach(guard::attach);
        if (context.fresh())
        {
            guard.clear();
        }

        conductor.doWork();
        String offloadText = "";
        if (null == offload)
        {
            Offloads.takeAway(directory);
        }
        else
        {
            offloadText = attach(offloadControl, ports, counters);
        }
        if (null != predecessor)
        {
            restorer.takeCounts(predecessor, conductorLine);
            predecessor.close();
        }

        run(newRecorder(rings, store, counters, errors), new SleepingMillisIdleStrategy(1), errors);
        run(conductor, new SleepingMillisIdleStrategy(1), errors);
        for (final WorkerAgent worker : workers)
        {
            run(worker, NoOpIdleStrategy.INSTANCE, errors);
        }

        description = "interfaces " + ports.names() + ", " + offloadText + "af_packet, " + context.workers() +
            (1 == context.workers() ? " worker, " : " workers, ") + guard.description() + ", directory " + directory;
        LOGGER.info(description);
    }

    private String attach(final OffloadControl offload, final Ports ports, final DirectorCounters counters)
    {
        return Offloads.report(
            offload.attach(ports, (link) -> Offloads.preferred(context.io(), link), System.nanoTime()),
            ports,
            context,
            counters);
    }

    private DirectoryLock lockDirectory()
    {
        return DirectoryLock.acquire(directory);
    }

    private void forget() throws IOException
    {
        for (final String name : List.of(Configuration.SERVICES_FILE, Configuration.CONNECTIONS_FILE))
        {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    private long recordedConnections()
    {
        return (long)context.connections() + Configuration.CONNECTIONS_IPV6_DEFAULT;
    }

    private AfPacketIo openIo(final Ports ports)
    {
        return new AfPacketIo(new AfPacketIo.Context()
            .interfaces(ports.indexes().stream().mapToInt(Integer::intValue).toArray())
            .blockSize(Configuration.RECEIVE_BLOCK_LENGTH)
            .blockCount(Configuration.RECEIVE_BLOCKS)
            .workers(context.workers())
            .fanoutGroup((int)(ProcessHandle.current().pid() & 0x7FFF))
            .bypassQueueing(context.bypassQueueing())
            .busyPoll(context.busyPoll()));
    }

    private static RecorderAgent newRecorder(
        final List<RingBuffer> rings,
        final ConnectionStore store,
        final DirectorCounters counters,
        final ErrorHandler errors)
    {
        return new RecorderAgent(
            rings,
            store,
            counters.system(SystemCounterDescriptor.CONNECTIONS_RECORDED),
            counters.system(SystemCounterDescriptor.STORE_FULL),
            counters.system(SystemCounterDescriptor.RECORDER_CYCLE_MAX_NS),
            errors);
    }

    private static RingBuffer newRecordRing()
    {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(
            Configuration.RECORD_RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    private void run(final Agent agent, final IdleStrategy idleStrategy, final ErrorHandler errors)
    {
        final AtomicCounter noErrorCounter = null;
        final AgentRunner runner = new AgentRunner(idleStrategy, errors, noErrorCounter, agent);
        AgentRunner.startOnThread(runner, (task) ->
        {
            final Thread thread = new Thread(task, "jlvs-" + agent.roleName());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ignore, throwable) -> LoggingErrors.halt(throwable));
            return thread;
        });
        own(runner);
    }

    private <T extends AutoCloseable> T own(final T resource)
    {
        resources.push(resource);
        return resource;
    }
}
