/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.model.ConnectOptions;
import io.jlvs.control.model.HttpGet;
import io.jlvs.control.model.UrlCheck;
import io.jlvs.dataplane.text.InetText;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Asks for a URL with the request that keepalived sends, and looks at status and MD5 of the body. The time-out holds
 * for the connection and for each wait for more of the answer; size and duration of an answer are bounded.
 */
final class HttpChecker
{
    private static final long MIN_DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int TIMEOUTS_PER_ANSWER = 10;
    private static final int BUFFER_LENGTH = 8192;

    private HttpChecker()
    {
    }

    static CheckResult check(final HttpGet settings, final int urlIndex)
    {
        final ConnectOptions connect = settings.connect();
        final UrlCheck url = settings.urls().get(urlIndex);
        try (Socket socket = TcpChecker.connect(connect))
        {
            return exchange(socket, settings, url);
        }
        catch (final SocketTimeoutException ex)
        {
            return CheckResult.failure("Timeout connecting", "no answer within " + TcpChecker.seconds(connect));
        }
        catch (final IOException | RuntimeException ex)
        {
            return CheckResult.failure("Error connecting", TcpChecker.text(ex));
        }
    }

    private static CheckResult exchange(final Socket socket, final HttpGet settings, final UrlCheck url)
    {
        final HttpResponseReader reader = new HttpResponseReader();
        try
        {
            socket.setSoTimeout(TcpChecker.timeoutMs(settings.connect()));
            socket.getOutputStream().write(request(settings, url).getBytes(StandardCharsets.UTF_8));
            read(socket, settings, reader);
        }
        catch (final SocketTimeoutException ex)
        {
            return CheckResult.failure("Timeout WEB read",
                "url(" + url.path() + ") not answered within " + TcpChecker.seconds(settings.connect()));
        }
        catch (final IOException ex)
        {
            return CheckResult.failure("Read error with", "url(" + url.path() + "): " + TcpChecker.text(ex));
        }

        return judge(reader, url);
    }

    private static void read(final Socket socket, final HttpGet settings, final HttpResponseReader reader)
        throws IOException
    {
        final byte[] buffer = new byte[BUFFER_LENGTH];
        final long limitNs = Math.max(MIN_DEADLINE_NS, settings.connect().timeoutNs() * TIMEOUTS_PER_ANSWER);
        final long deadlineNs = System.nanoTime() + limitNs;
        while (!reader.isComplete())
        {
            final int length = socket.getInputStream().read(buffer);
            if (length < 0)
            {
                return;
            }
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new IOException("the answer takes longer than " + TimeUnit.NANOSECONDS.toSeconds(limitNs) + " s");
            }
            reader.append(buffer, length);
        }
    }

    private static CheckResult judge(final HttpResponseReader reader, final UrlCheck url)
    {
        final String where = "url(" + url.path() + ")";
        if (reader.isEmpty())
        {
            return CheckResult.failure("Read, no data received from", where + " was answered with nothing");
        }
        if (!url.accepts(reader.status()))
        {
            return CheckResult.failure("HTTP status code error to", where + " answered " +
                (reader.status() > 0 ? "status " + reader.status() : "no status") + ", wanted " + url.statusCodes());
        }

        final String digest = reader.digest();
        if (url.digest().isPresent() && !url.digest().get().equals(digest))
        {
            return CheckResult.failure("MD5 digest error to",
                where + " has digest " + digest + ", wanted " + url.digest().get());
        }

        return CheckResult.SUCCESS;
    }

    private static String request(final HttpGet settings, final UrlCheck url)
    {
        return "GET " + url.path() + " HTTP/" + ("1.1".equals(settings.httpProtocol()) ? "1.1" : "1.0") + "\r\n" +
            "User-Agent: KeepAliveClient\r\n" +
            ("1.0".equals(settings.httpProtocol()) ? "" : "Connection: close\r\n") +
            "Host: " + url.host().orElse(host(settings.connect().target())) + "\r\n\r\n";
    }

    private static String host(final InetSocketAddress target)
    {
        final String address = InetText.of(target.getAddress());
        final boolean isIpv6 = target.getAddress() instanceof Inet6Address;

        return (isIpv6 ? "[" + address + "]" : address) + ":" + target.getPort();
    }
}
