/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.cnc.DirectorUnavailableException.Reason;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Talks with a director: sends a command and waits for its answer, for {@code jlvs ipvsadm}, {@code jlvs keepalived}
 * and tests. Every wait is bounded; when the director does not answer, or is not there (any more), a method throws
 * {@link DirectorUnavailableException}.
 * <p>
 * It outlives directors: once a new one has started in the directory, the next call goes to that one, and
 * {@link #instanceId()} tells that it begins empty. May be used by several threads, one call at a time.
 */
public final class DirectorClient implements AutoCloseable
{
    /** Longest wait for an answer. */
    public static final long DEFAULT_TIMEOUT_MS = 5_000;

    /** A director without a heartbeat for so long is not alive, even if its process exists. */
    public static final long HEARTBEAT_TIMEOUT_MS = 5_000;

    private static final int MAX_LISTING_ATTEMPTS = 20;
    private static final int POLL_LIMIT = 64;
    private static final int SPINS = 200;
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LIVENESS_CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path directory;
    private final long timeoutMs;
    private final ReplyCollector collector = new ReplyCollector();
    private CncFile cncFile;
    private DirectorProxy proxy;
    private DirectorEventsAdapter events;
    private long clientId;
    private boolean isClosed;

    private DirectorClient(final Path directory, final long timeoutMs)
    {
        this.directory = directory;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Connect to the director of a directory.
     *
     * @param directory of the director (--dir).
     * @return a client.
     * @throws DirectorUnavailableException if no director runs there.
     */
    public static DirectorClient connect(final Path directory)
    {
        return connect(directory, DEFAULT_TIMEOUT_MS);
    }

    /**
     * Connect to the director of a directory.
     *
     * @param directory of the director (--dir).
     * @param timeoutMs longest wait for an answer.
     * @return a client.
     * @throws DirectorUnavailableException if no director runs there.
     */
    public static DirectorClient connect(final Path directory, final long timeoutMs)
    {
        final DirectorClient client = new DirectorClient(directory, timeoutMs);
        client.attach();

        return client;
    }

    /**
     * Add a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return the director's answer.
     */
    public synchronized CommandResponse addService(final ServiceKey key, final ServiceSpec spec)
    {
        final CommandResponse refusal = verifyNames(spec);
        return null != refusal ? refusal : command(director -> director.addService(key, spec));
    }

    /**
     * Replace the settings of a service.
     *
     * @param key  identity.
     * @param spec settings.
     * @return the director's answer.
     */
    public synchronized CommandResponse editService(final ServiceKey key, final ServiceSpec spec)
    {
        final CommandResponse refusal = verifyNames(spec);
        return null != refusal ? refusal : command(director -> director.editService(key, spec));
    }

    /**
     * Add a service, or replace its settings if they differ.
     *
     * @param key  identity.
     * @param spec settings.
     * @return the director's answer.
     */
    public synchronized CommandResponse setService(final ServiceKey key, final ServiceSpec spec)
    {
        final CommandResponse refusal = verifyNames(spec);
        return null != refusal ? refusal : command(director -> director.setService(key, spec));
    }

    /**
     * Delete a service with its destinations.
     *
     * @param key identity.
     * @return the director's answer.
     */
    public synchronized CommandResponse deleteService(final ServiceKey key)
    {
        return command(director -> director.deleteService(key));
    }

    /**
     * Delete all services.
     *
     * @return the director's answer.
     */
    public synchronized CommandResponse flush()
    {
        return command(DirectorProxy::flush);
    }

    /**
     * Add a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return the director's answer.
     */
    public synchronized CommandResponse addDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return command(director -> director.addDestination(service, key, spec));
    }

    /**
     * Replace the settings of a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return the director's answer.
     */
    public synchronized CommandResponse editDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return command(director -> director.editDestination(service, key, spec));
    }

    /**
     * Add a destination, or replace its settings if they differ.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @param spec    settings.
     * @return the director's answer.
     */
    public synchronized CommandResponse setDestination(
        final ServiceKey service, final DestinationKey key, final DestinationSpec spec)
    {
        return command(director -> director.setDestination(service, key, spec));
    }

    /**
     * Delete a destination.
     *
     * @param service identity of the service.
     * @param key     identity.
     * @return the director's answer.
     */
    public synchronized CommandResponse deleteDestination(final ServiceKey service, final DestinationKey key)
    {
        return command(director -> director.deleteDestination(service, key));
    }

    /**
     * Zero the traffic counters of all services.
     *
     * @return the director's answer.
     */
    public synchronized CommandResponse zeroAll()
    {
        return command(DirectorProxy::zeroAll);
    }

    /**
     * Zero the traffic counters of one service and its destinations.
     *
     * @param key identity.
     * @return the director's answer.
     */
    public synchronized CommandResponse zeroService(final ServiceKey key)
    {
        return command(director -> director.zeroService(key));
    }

    /**
     * Change time-outs; 0 keeps one.
     *
     * @param timeouts in seconds.
     * @return the director's answer.
     */
    public synchronized CommandResponse setTimeouts(final TimeoutsRow timeouts)
    {
        return command(director -> director.setTimeouts(timeouts));
    }

    /**
     * The time-outs.
     *
     * @return in seconds.
     */
    public synchronized TimeoutsRow timeouts()
    {
        attach();
        call(DirectorProxy::getTimeouts);
        if (null == collector.timeouts())
        {
            throw refused("the time-outs");
        }

        return collector.timeouts();
    }

    /**
     * All services with their destinations, of one version of the configuration, in the director's order.
     *
     * @return services; deleted ones that connections still refer to are marked as not available.
     */
    public synchronized List<ServiceRow> services()
    {
        attach();
        for (int attempt = 0; attempt < MAX_LISTING_ATTEMPTS; attempt++)
        {
            if (collectListing())
            {
                return collector.services();
            }
        }

        throw new DirectorUnavailableException(
            Reason.NO_ANSWER,
            "the director (pid " + cncFile.pid() + ") gave no whole listing in " + MAX_LISTING_ATTEMPTS +
            " attempts: its configuration changes all the time; try again");
    }

    /**
     * Whether a director lives in the directory: the one of the last call or a new one, told apart by
     * {@link #instanceId()}.
     *
     * @return false when there is none, or when its heartbeat has stopped.
     */
    public synchronized boolean isDirectorAlive()
    {
        try
        {
            attach();
        }
        catch (final DirectorUnavailableException ex)
        {
            return false;
        }

        return cncFile.heartbeatAgeMs(CncFile.monotonicMs()) <= HEARTBEAT_TIMEOUT_MS;
    }

    /**
     * Tells one run of the director from another: when it changes, the director has lost the configuration.
     *
     * @return id of the director that the last call reached.
     */
    public synchronized long instanceId()
    {
        verifyOpen();
        return cncFile.instanceId();
    }

    /**
     * Process of the director that the last call reached.
     *
     * @return process id.
     */
    public synchronized long directorPid()
    {
        verifyOpen();
        return cncFile.pid();
    }

    /**
     * Tell the director that this client lives. Does not wait for an answer.
     *
     * @param name what the client is, for the director's log; at most 15 bytes.
     */
    public synchronized void keepalive(final String name)
    {
        attach();
        proxy.keepalive(clientId, name);
    }

    /**
     * Unmap the file. Idempotent.
     */
    @Override
    public synchronized void close()
    {
        isClosed = true;
        detach();
    }

    private CommandResponse command(final ToLongFunction<DirectorProxy> command)
    {
        attach();
        call(command);

        return collector.response();
    }

    private boolean collectListing()
    {
        collector.beginListing();
        long cursor = 0;
        do
        {
            final long pageCursor = cursor;
            final long lappedCount = events.lappedCount();
            call(director -> director.listServices(pageCursor, ListServicesFlyweight.MAX_PAGE_ROWS));

            if (!collector.isEndOfPage())
            {
                throw refused("a listing");
            }

            if (events.lappedCount() != lappedCount || !collector.isOneVersion())
            {
                return false;
            }

            cursor = collector.nextCursor();
        }
        while (ListEndFlyweight.DONE != cursor);

        return true;
    }

    private DirectorUnavailableException refused(final String what)
    {
        return new DirectorUnavailableException(
            Reason.NO_ANSWER,
            "the director (pid " + cncFile.pid() + ") refused " + what + ": " + collector.response().code() + " " +
            collector.response().text());
    }

    private void call(final ToLongFunction<DirectorProxy> command)
    {
        events.skipToLatest();
        collector.expect(command.applyAsLong(proxy));

        final long startNs = System.nanoTime();
        final long timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long nextLivenessCheckNs = startNs + LIVENESS_CHECK_INTERVAL_NS;
        long parkNs = MIN_PARK_NS;
        int spins = 0;

        while (true)
        {
            final long lappedCount = events.lappedCount();
            final int count = events.poll(POLL_LIMIT);
            if (collector.isComplete())
            {
                return;
            }

            final long nowNs = System.nanoTime();
            if (nowNs - startNs >= timeoutNs)
            {
                throw new DirectorUnavailableException(
                    Reason.NO_ANSWER,
                    "the director (pid " + cncFile.pid() + ") in " + directory + " did not answer within " +
                    timeoutMs + " ms" + (events.lappedCount() != lappedCount ? ", or its answer was lost" : ""));
            }

            if (nowNs - nextLivenessCheckNs >= 0)
            {
                nextLivenessCheckNs = nowNs + LIVENESS_CHECK_INTERVAL_NS;
                verifyAnswerMayCome();
            }

            if (count > 0)
            {
                spins = 0;
                parkNs = MIN_PARK_NS;
            }
            else if (spins < SPINS)
            {
                spins++;
                Thread.onSpinWait();
            }
            else
            {
                LockSupport.parkNanos(parkNs);
                parkNs = Math.min(2 * parkNs, MAX_PARK_NS);
            }
        }
    }

    private void verifyAnswerMayCome()
    {
        if (cncFile.isGone(CncFile.monotonicMs()) || cncFile.isReplaced())
        {
            throw new DirectorUnavailableException(
                Reason.NOT_RUNNING,
                "the director (pid " + cncFile.pid() + ") in " + directory +
                " ended before it answered; whether it carried out the command is not known");
        }

        if (Thread.currentThread().isInterrupted())
        {
            throw new DirectorUnavailableException(
                Reason.NO_ANSWER, "interrupted while waiting for the director (pid " + cncFile.pid() + ")");
        }
    }

    private void attach()
    {
        verifyOpen();
        if (null != cncFile && !cncFile.isReplaced() && !cncFile.isGone(CncFile.monotonicMs()))
        {
            return;
        }

        final CncFile newCncFile = CncFile.map(directory);
        detach();
        cncFile = newCncFile;
        proxy = new DirectorProxy(cncFile.toDirector());
        events = new DirectorEventsAdapter(cncFile.toClientsBuffer(), collector);
        clientId = proxy.newClientId();
    }

    private void detach()
    {
        if (null != cncFile)
        {
            cncFile.close();
        }
    }

    private void verifyOpen()
    {
        if (isClosed)
        {
            throw new IllegalStateException("the client of the director in " + directory + " is closed");
        }
    }

    // The kernel has no scheduler or persistence engine with a longer name either.
    private static CommandResponse verifyNames(final ServiceSpec spec)
    {
        for (final String name : List.of(spec.schedulerName(), spec.persistenceEngine()))
        {
            if (!NameDescriptor.fits(name))
            {
                return new CommandResponse(
                    ResponseCode.NO_SUCH_SCHEDULER,
                    "'" + name + "' is longer than " + NameDescriptor.MAX_NAME_LENGTH + " bytes");
            }
        }

        return null;
    }
}
