/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Process that records connections until it is killed, and says when a given number of them is recorded.
 */
public final class ConnectionStoreWriter
{
    static final String WRITTEN = "written";

    private ConnectionStoreWriter()
    {
    }

    /**
     * Record connections 0 to count - 1, say so, and go on changing them.
     *
     * @param args file and count.
     */
    public static void main(final String[] args)
    {
        final int count = Integer.parseInt(args[1]);
        final ConnectionStore store = ConnectionStore.open(Path.of(args[0]), count);
        final ConnectionFlyweight connection = newConnection();
        for (int i = 0; i < count; i++)
        {
            store.put(connection(connection, i, ConnectionState.SYN_RECV));
        }
        System.out.println(WRITTEN);
        System.out.flush();

        int next = 0;
        while (true)
        {
            store.put(connection(connection, next, ConnectionState.ESTABLISHED));
            next = (int)((next + 7_919L) % count);
        }
    }

    /**
     * Start a writer in a JVM of its own and wait until all is written. The caller kills it.
     */
    static Process start(final Path file, final int count) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments())
        {
            if (argument.startsWith("--add") || argument.startsWith("-Dchronicle") || argument.startsWith("--enable"))
            {
                command.add(argument);
            }
        }
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ConnectionStoreWriter.class.getName());
        command.add(file.toString());
        command.add(Integer.toString(count));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final StringBuilder said = new StringBuilder();
        final BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while (null != (line = reader.readLine()))
        {
            if (WRITTEN.equals(line))
            {
                return process;
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the writer ended:\n" + said);
    }

    static ConnectionFlyweight newConnection()
    {
        return new ConnectionFlyweight().wrap(
            new UnsafeBuffer(ByteBuffer.allocateDirect(ConnectionFlyweight.LENGTH)), 0);
    }

    static ConnectionFlyweight connection(final ConnectionFlyweight connection, final int number, final int state)
    {
        return connection
            .key(
                false, IpProtocol.TCP, false, 0, 0x0A00_0000L + number / 60_000, number % 60_000, 0, 0x0A00_0064L, 80)
            .value(
                false, 0, 0x0A00_0015L + number % 5, 80, ForwardingCode.DIRECT_ROUTE, state, 0, number * 31, 0);
    }

    static int number(final ConnectionFlyweight connection)
    {
        return (int)(connection.clientLow() - 0x0A00_0000L) * 60_000 + connection.clientPort();
    }
}
