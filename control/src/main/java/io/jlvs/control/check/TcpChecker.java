/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.model.ConnectOptions;
import io.jlvs.control.model.TcpCheck;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Connects and closes.
 */
final class TcpChecker
{
    private static final int MIN_TIMEOUT_MS = 1;

    private TcpChecker()
    {
    }

    static CheckResult check(final TcpCheck settings)
    {
        try
        {
            connect(settings.connect()).close();
            return CheckResult.SUCCESS;
        }
        catch (final SocketTimeoutException ex)
        {
            return CheckResult.failure("Timeout connecting", "no answer within " + seconds(settings.connect()));
        }
        catch (final IOException | RuntimeException ex)
        {
            return CheckResult.failure("Error connecting", text(ex));
        }
    }

    static Socket connect(final ConnectOptions options) throws IOException
    {
        final Socket socket = new Socket();
        try
        {
            if (options.source().isPresent())
            {
                socket.setReuseAddress(true);
                socket.bind(options.source().get());
            }
            socket.connect(options.target(), timeoutMs(options));
        }
        catch (final IOException | RuntimeException ex)
        {
            socket.close();
            throw ex;
        }

        return socket;
    }

    static int timeoutMs(final ConnectOptions options)
    {
        final long timeoutMs = TimeUnit.NANOSECONDS.toMillis(options.timeoutNs());
        return (int)Math.min(Integer.MAX_VALUE, Math.max(MIN_TIMEOUT_MS, timeoutMs));
    }

    static String seconds(final ConnectOptions options)
    {
        return timeoutMs(options) / 1000.0 + " s";
    }

    static String text(final Exception ex)
    {
        return null == ex.getMessage() ? ex.getClass().getSimpleName() : ex.getMessage();
    }
}
