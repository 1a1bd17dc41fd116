/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One TCP connection on which requests follow each other at will: a stream that stays open while something happens to
 * the director. One thread at a time.
 */
public final class HttpConnection implements AutoCloseable
{
    private static final int TIMEOUT_MS = 10_000;
    private static final String LENGTH = "content-length:";

    private final Socket socket;

    private HttpConnection(final Socket socket)
    {
        this.socket = socket;
    }

    /**
     * Connect, at most ten seconds.
     *
     * @param client  that connects.
     * @param address of the service.
     * @param port    of the service.
     * @return an open connection.
     * @throws LabException when it is refused or not answered.
     */
    public static HttpConnection open(final Host client, final String address, final int port)
    {
        return client.call(
            () ->
            {
                final Socket socket = new Socket();
                try
                {
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout(TIMEOUT_MS);
                    socket.connect(new InetSocketAddress(address, port), TIMEOUT_MS);
                    return new HttpConnection(socket);
                }
                catch (final IOException ex)
                {
                    socket.close();
                    throw ex;
                }
            });
    }

    /**
     * Port of the client's end.
     *
     * @return port.
     */
    public int localPort()
    {
        return socket.getLocalPort();
    }

    /**
     * Ask, and read the whole answer, at most ten seconds.
     *
     * @param path of the request.
     * @return body without the line feed at its end.
     * @throws IOException when the connection is reset, ended, or silent for too long.
     */
    public String get(final String path) throws IOException
    {
        socket.getOutputStream().write(
            ("GET " + path + " HTTP/1.1\r\nHost: lab\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        final InputStream in = socket.getInputStream();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in))
        {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
            {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8).strip();
    }

    /**
     * {@inheritDoc}
     */
    @Override
    public void close() throws IOException
    {
        socket.close();
    }

    private static String line(final InputStream in) throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); '\n' != b; b = in.read())
        {
            if (b < 0)
            {
                throw new EOFException("the server closed the connection");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.US_ASCII).strip();
    }
}
