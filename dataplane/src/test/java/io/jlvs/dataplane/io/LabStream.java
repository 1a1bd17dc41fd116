/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * TCP streams between hosts of a lab. Each stream starts with its number; both sides print a digest of its bytes.
 * <pre>
 *   LabStream receive PORT COUNT
 *   LabStream send HOST PORT COUNT BYTES
 * </pre>
 */
public final class LabStream
{
    private static final int CHUNK = 1 << 16;

    private LabStream()
    {
    }

    /**
     * Run to the end.
     *
     * @param args as the class says.
     * @throws Exception if anything fails.
     */
    public static void main(final String[] args) throws Exception
    {
        if ("receive".equals(args[0]))
        {
            receive(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
        else
        {
            final InetAddress host = InetAddress.getByName(args[1]);
            final int port = Integer.parseInt(args[2]);
            inParallel(Integer.parseInt(args[3]), (number) -> send(host, port, number, Integer.parseInt(args[4])));
        }
    }

    private static void receive(final int port, final int count) throws Exception
    {
        try (ServerSocket server = new ServerSocket(port, count))
        {
            System.out.println("ready");
            inParallel(
                count,
                (unused) ->
                {
                    final MessageDigest digest = digest();
                    try (Socket socket = server.accept();
                        InputStream in = new DigestInputStream(socket.getInputStream(), digest))
                    {
                        final int number = in.read();
                        long length = 1;
                        final byte[] chunk = new byte[CHUNK];
                        for (int n = in.read(chunk); 0 <= n; n = in.read(chunk))
                        {
                            length += n;
                        }
                        return "stream " + number + " bytes " + length + " digest " + hex(digest);
                    }
                });
        }
    }

    private static String send(final InetAddress host, final int port, final int number, final int bytes)
        throws IOException
    {
        final MessageDigest digest = digest();
        final Random random = new Random(number);
        final byte[] chunk = new byte[CHUNK];
        try (Socket socket = new Socket(host, port); OutputStream out = socket.getOutputStream())
        {
            for (int sent = 0; sent < bytes; sent += CHUNK)
            {
                random.nextBytes(chunk);
                if (0 == sent)
                {
                    chunk[0] = (byte)number;
                }
                final int length = Math.min(CHUNK, bytes - sent);
                digest.update(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
        return "stream " + number + " bytes " + bytes + " digest " + hex(digest);
    }

    private static void inParallel(final int count, final Stream stream) throws Exception
    {
        final String[] results = new String[count];
        final List<Thread> threads = IntStream.range(0, count)
            .mapToObj((i) -> new Thread(() -> results[i] = resultOf(stream, i)))
            .toList();
        threads.forEach(Thread::start);
        for (final Thread thread : threads)
        {
            thread.join();
        }
        List.of(results).stream().sorted().forEach(System.out::println);
        System.out.println("done");
    }

    private static String resultOf(final Stream stream, final int number)
    {
        try
        {
            return stream.run(number);
        }
        catch (final IOException ex)
        {
            return "stream " + number + " failed: " + ex;
        }
    }

    private static MessageDigest digest()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static String hex(final MessageDigest digest)
    {
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /**
     * One side of one stream.
     */
    @FunctionalInterface
    private interface Stream
    {
        String run(int number) throws IOException;
    }
}
