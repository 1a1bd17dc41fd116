/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A UDP server: answers each datagram with the host's name, a space and the datagram. One socket for each address, so
 * that an answer leaves from the address to which the request came (from the VIP, if it came for the VIP).
 */
public final class UdpEcho implements AutoCloseable
{
    private static final int MAX_DATAGRAM = 65_535;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();

    private UdpEcho()
    {
    }

    /**
     * Start it, at the latest until the lab is closed.
     *
     * @param host      on which it runs.
     * @param port      on which it listens.
     * @param addresses of the host, on which it listens.
     * @return a server that answers.
     */
    public static UdpEcho start(final Host host, final int port, final String... addresses)
    {
        final UdpEcho server = new UdpEcho();
        for (final String address : addresses)
        {
            final DatagramChannel channel = host.call(
                () -> DatagramChannel.open().bind(new InetSocketAddress(address, port)));
            server.channels.add(channel);
            final Thread thread = new Thread(
                () -> server.serve(channel, host.name()), host.name() + "-udp-" + address);
            thread.setDaemon(true);
            thread.start();
        }
        return host.lab().closeLater(server);
    }

    /**
     * Datagrams that came in so far.
     *
     * @return number of datagrams.
     */
    public long received()
    {
        return received.get();
    }

    /**
     * Stop answering; the kernel then answers port unreachable.
     *
     * @throws IOException when a socket cannot be closed.
     */
    @Override
    public void close() throws IOException
    {
        for (final DatagramChannel channel : channels)
        {
            channel.close();
        }
    }

    private void serve(final DatagramChannel channel, final String name)
    {
        final byte[] start = (name + " ").getBytes(StandardCharsets.UTF_8);
        final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        try
        {
            while (true)
            {
                buffer.clear().position(start.length);
                final SocketAddress client = channel.receive(buffer);
                received.incrementAndGet();
                buffer.flip();
                buffer.put(0, start);
                channel.send(buffer, client);
            }
        }
        catch (final AsynchronousCloseException ex)
        {
            // Closed by close(): the way to end.
            return;
        }
        catch (final IOException ex)
        {
            System.err.println("UDP server of " + name + " ended: " + ex);
        }
    }
}
