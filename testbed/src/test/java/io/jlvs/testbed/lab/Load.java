/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Requests from several threads, each on a new connection, until stopped.
 */
public final class Load implements AutoCloseable
{
    private static final int JOIN_LIMIT_MS = 15_000;

    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    /**
     * One request.
     *
     * @param startNs of System.nanoTime().
     * @param answer  body; empty when there was none.
     * @param error   empty when there was none.
     */
    public record Request(long startNs, String answer, String error)
    {
    }

    /**
     * Start.
     *
     * @param client  that asks.
     * @param address of the service.
     * @param port    of the service.
     * @param count   of threads.
     */
    public Load(final Host client, final String address, final int port, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final Thread thread = new Thread(() -> run(client, address, port), "load-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /**
     * Requests that are done.
     *
     * @return in the order of their end.
     */
    public List<Request> requests()
    {
        return List.copyOf(requests);
    }

    /**
     * Number of requests done.
     *
     * @return count.
     */
    public int count()
    {
        return requests.size();
    }

    /**
     * Stop and wait for the last answers.
     *
     * @return all requests.
     */
    public List<Request> stop()
    {
        close();
        return requests();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        running = false;
        for (final Thread thread : threads)
        {
            try
            {
                thread.join(JOIN_LIMIT_MS);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive())
            {
                throw new LabException("a request hangs in " + thread.getName());
            }
        }
    }

    private void run(final Host client, final String address, final int port)
    {
        while (running)
        {
            final long startNs = System.nanoTime();
            try (HttpConnection connection = HttpConnection.open(client, address, port))
            {
                requests.add(new Request(startNs, connection.get("/"), ""));
            }
            catch (final Exception ex)
            {
                requests.add(new Request(startNs, "", ex.toString()));
            }
        }
    }
}
