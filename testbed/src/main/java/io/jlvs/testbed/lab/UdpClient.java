/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A UDP socket of a host, connected to a service: so it hears of ICMP errors too. One thread at a time.
 */
public final class UdpClient implements AutoCloseable
{
    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_DATAGRAM = 65_535;

    private final DatagramSocket socket;

    private UdpClient(final DatagramSocket socket)
    {
        this.socket = socket;
    }

    /**
     * Open a socket.
     *
     * @param client  that asks.
     * @param address of the service.
     * @param port    of the service.
     * @return an open socket with a port of its own.
     */
    public static UdpClient open(final Host client, final String address, final int port)
    {
        return client.call(
            () ->
            {
                final DatagramSocket socket = new DatagramSocket();
                socket.setSoTimeout(TIMEOUT_MS);
                socket.connect(new InetSocketAddress(address, port));
                return new UdpClient(socket);
            });
    }

    /**
     * Send a question and wait for an answer, at most five seconds.
     *
     * @param question text.
     * @return text of the answer.
     * @throws IOException when none comes, or an ICMP port unreachable.
     */
    public String ask(final String question) throws IOException
    {
        final byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length));
        final DatagramPacket answer = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close()
    {
        socket.close();
    }
}
