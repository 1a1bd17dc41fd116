/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.failover;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/**
 * A client that asks again and again, each time over a connection of its own, and does not wait for one answer to ask
 * the next time. A process of its own, run inside of the client's network namespace:
 *
 * <pre>
 *   RequestProbe ADDRESS PORT INTERVAL_MS
 *   standard input   standard output
 *   (start)          probing
 *   mark             asked A answered B lost C gap D       since the line before; then it begins anew
 *   (end of input)   (ends)
 * </pre>
 *
 * <p>A request is lost when it has no answer {@link #TIMEOUT_MS} after it was begun: less than TCP takes to repeat a
 * SYN, so that a repeated one does not pass for an answer. The gap, in ms, is the longest time between two answers.
 */
public final class RequestProbe
{
    /** After which a request is lost. */
    public static final int TIMEOUT_MS = 500;

    private static final byte[] REQUEST =
        "GET / HTTP/1.0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final double NS_OF_A_MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final InetSocketAddress target;
    private final long intervalNs;
    private final Selector selector;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
    private final Object lock = new Object();
    private long asked;
    private long answered;
    private long lost;
    private long longestGapNs;
    private long lastAnswerNs;

    private RequestProbe(final InetSocketAddress target, final long intervalNs) throws IOException
    {
        this.target = target;
        this.intervalNs = intervalNs;
        selector = Selector.open();
        lastAnswerNs = System.nanoTime();
    }

    /**
     * Ask until standard input ends.
     *
     * @param args address, port, interval in milliseconds.
     * @throws IOException if no socket can be opened.
     */
    public static void main(final String[] args) throws IOException
    {
        final RequestProbe probe = new RequestProbe(
            new InetSocketAddress(args[0], Integer.parseInt(args[1])),
            TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2])));
        final Thread thread = new Thread(probe::run, "probe");
        thread.setDaemon(true);
        thread.start();
        System.out.println("probing");
        try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8))
        {
            while (in.hasNextLine())
            {
                in.nextLine();
                System.out.println(probe.mark());
            }
        }
    }

    private String mark()
    {
        synchronized (lock)
        {
            final long gapNs = Math.max(longestGapNs, System.nanoTime() - lastAnswerNs);
            final String text = String.format(
                Locale.ROOT, "asked %d answered %d lost %d gap %.1f", asked, answered, lost, gapNs / NS_OF_A_MS);
            asked = 0;
            answered = 0;
            lost = 0;
            longestGapNs = 0;
            return text;
        }
    }

    private void run()
    {
        long nextNs = System.nanoTime();
        try
        {
            while (true)
            {
                final long nowNs = System.nanoTime();
                if (nowNs - nextNs >= 0)
                {
                    nextNs += intervalNs;
                    ask(nowNs);
                    expire(nowNs);
                }
                selector.select(
                    this::onReady, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextNs - System.nanoTime())));
            }
        }
        catch (final IOException ex)
        {
            ex.printStackTrace();
        }
    }

    private void ask(final long nowNs) throws IOException
    {
        synchronized (lock)
        {
            asked++;
        }
        final SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        try
        {
            channel.connect(target);
            channel.register(selector, SelectionKey.OP_CONNECT, nowNs);
        }
        catch (final IOException ex)
        {
            lose(channel);
        }
    }

    private void expire(final long nowNs)
    {
        for (final SelectionKey key : selector.keys())
        {
            if (key.isValid() && nowNs - (Long)key.attachment() > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS))
            {
                lose((SocketChannel)key.channel());
            }
        }
    }

    private void onReady(final SelectionKey key)
    {
        final SocketChannel channel = (SocketChannel)key.channel();
        try
        {
            if (key.isConnectable())
            {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                channel.write(ByteBuffer.wrap(REQUEST));
            }
            else if (key.isReadable())
            {
                answer.clear();
                if (channel.read(answer) > 0)
                {
                    onAnswer();
                    channel.close();
                }
                else
                {
                    lose(channel);
                }
            }
        }
        catch (final IOException ex)
        {
            lose(channel);
        }
    }

    private void onAnswer()
    {
        synchronized (lock)
        {
            final long nowNs = System.nanoTime();
            answered++;
            longestGapNs = Math.max(longestGapNs, nowNs - lastAnswerNs);
            lastAnswerNs = nowNs;
        }
    }

    private void lose(final SocketChannel channel)
    {
        synchronized (lock)
        {
            lost++;
        }
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            // The request is lost anyway, and counted.
            assert !channel.isOpen();
        }
    }
}
