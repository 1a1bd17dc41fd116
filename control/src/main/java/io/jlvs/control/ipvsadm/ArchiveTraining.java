/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CncFile;
import io.jlvs.dataplane.cnc.CommandHandler;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ListEndFlyweight;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TimeoutsRow;
import io.jlvs.dataplane.cnc.TrafficRow;
import io.jlvs.dataplane.engine.CommandAdapter;
import io.jlvs.dataplane.engine.EventProxy;
import io.jlvs.dataplane.packet.IpProtocol;
import io.jlvs.dataplane.table.ConnectionState;
import io.jlvs.dataplane.table.FlowTable;
import io.jlvs.dataplane.table.FlowTableDescriptor;
import io.jlvs.dataplane.table.ForwardingCode;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the usual commands of ipvsadm once, against a make-believe director in this process, so that the JVM can write
 * the classes and call sites that they need into a class data sharing archive ({@code -XX:ArchiveClassesAtExit}). Run
 * by the launcher after a build, never by users. Exit status: number of commands that failed.
 */
public final class ArchiveTraining
{
    private static final String RULES = "-A -t 10.0.0.1:http -s rr -p\n-a -t 10.0.0.1:80 -r 10.0.0.2 -g -w 1\n" +
        "-E -t [fd00::1]:80 -s wlc\n-e -t [fd00::1]:80 -r fd00::2 -i\n-d -t 10.0.0.1:80 -r 10.0.0.2\n" +
        "-D -t 10.0.0.1:80\n-Z\n--set 0 0 0\n-C\n";
    private static final String[][] COMMANDS =
    {
        {}, {"-Ln"}, {"-Ln", "--stats"}, {"-Ln", "-t", "10.0.0.1:80", "--thresholds"}, {"-Sn"}, {"-Lnc"},
        {"-L", "--timeout"}, {"-R"},
    };
    private static final int CAPACITY = 1024;
    private static final int COMMAND_LIMIT = 10;

    private ArchiveTraining()
    {
    }

    /**
     * Run the commands in a directory of its own.
     *
     * @param args none.
     * @throws IOException          if there is no place for temporary files.
     * @throws InterruptedException never.
     */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final Path directory = Files.createTempDirectory("jlvs-training");
        final int failures;
        try
        {
            failures = run(directory);
        }
        finally
        {
            IoUtil.delete(directory.toFile(), true);
        }
        System.exit(failures);
    }

    /**
     * Run the commands.
     *
     * @param directory empty, for the make-believe director.
     * @return number of commands that failed.
     * @throws InterruptedException never.
     */
    static int run(final Path directory) throws InterruptedException
    {
        final MappedByteBuffer ipv4 = flowTable(directory.resolve("flows4.dat"), false);
        final MappedByteBuffer ipv6 = flowTable(directory.resolve("flows6.dat"), true);
        try (CncFile cncFile = CncFile.create(directory))
        {
            final Director director = new Director(cncFile);
            final Thread thread = new Thread(director, "make-believe-director");
            thread.start();
            try
            {
                return runCommands(directory);
            }
            finally
            {
                director.isRunning = false;
                thread.join();
            }
        }
        finally
        {
            IoUtil.unmap(ipv4);
            IoUtil.unmap(ipv6);
        }
    }

    private static int runCommands(final Path directory)
    {
        int failures = 0;
        final PrintStream output = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.US_ASCII);
        for (final String[] command : COMMANDS)
        {
            final InputStream input = new ByteArrayInputStream(RULES.getBytes(StandardCharsets.US_ASCII));
            final int status = IpvsadmCommand.run(
                command, input, output, output, Map.of("JLVS_DIR", directory.toString()));
            failures += 0 == status ? 0 : 1;
        }
        return failures;
    }

    private static MappedByteBuffer flowTable(final Path file, final boolean ipv6)
    {
        final MappedByteBuffer mapped =
            IoUtil.mapNewFile(file.toFile(), FlowTableDescriptor.regionLength(ipv6, CAPACITY));
        final UnsafeBuffer region = new UnsafeBuffer(mapped);
        FlowTableDescriptor.initialise(region, ipv6, CAPACITY, 1, 1, 0);
        new FlowTable(region, 0).insert(
            IpProtocol.TCP, 0, 1, 1, 0, 1, 1, ConnectionState.ESTABLISHED, ForwardingCode.DIRECT_ROUTE, 1,
            RunningDirector.nowTicks(), 0);
        return mapped;
    }

    /** Says yes to every command and lists a service of each family. */
    private static final class Director implements Runnable, InvocationHandler
    {
        private final CncFile cncFile;
        private final EventProxy events;
        private final CommandAdapter adapter;
        private volatile boolean isRunning = true;

        private Director(final CncFile cncFile)
        {
            final CountersManager counters = new CountersManager(
                cncFile.countersMetadataBuffer(), cncFile.countersValuesBuffer());
            this.cncFile = cncFile;
            this.events = new EventProxy(cncFile.toClientsBuffer());
            this.adapter = new CommandAdapter(
                cncFile.toDirector(),
                (CommandHandler)Proxy.newProxyInstance(
                    CommandHandler.class.getClassLoader(), new Class<?>[]{CommandHandler.class}, this),
                events,
                Throwable::printStackTrace,
                counters.newCounter("commands"),
                counters.newCounter("invalid commands"));
        }

        @Override
        public void run()
        {
            while (isRunning)
            {
                cncFile.heartbeat(CncFile.monotonicMs());
                if (0 == adapter.poll(System.nanoTime(), COMMAND_LIMIT))
                {
                    Thread.yield();
                }
            }
        }

        @Override
        public Object invoke(final Object proxy, final Method method, final Object[] args) throws IOException
        {
            final long correlationId = (Long)args[0];
            switch (method.getName())
            {
                case "onListServices":
                    list(correlationId, InetAddress.getByAddress(new byte[]{10, 0, 0, 1}), -1);
                    list(correlationId, Inet6Address.getByAddress(null, new byte[AddressText.IPV6_LENGTH], -1), 64);
                    events.listEnd(correlationId, ListEndFlyweight.DONE, 1);
                    break;

                case "onGetTimeouts":
                    events.timeouts(correlationId, new TimeoutsRow(900, 120, 300));
                    break;

                default:
                    events.response(correlationId, ResponseCode.OK, "");
            }
            return null;
        }

        private void list(final long correlationId, final InetAddress address, final int netmask)
        {
            events.serviceRow(
                correlationId,
                new ServiceKey(IpProtocol.TCP, address, 80, 0),
                new ServiceSpec("sh", 1, 300, netmask, false, ""),
                true,
                TrafficRow.ZERO);
            for (int id = 1; id < 3; id++)
            {
                events.destinationRow(correlationId, new DestinationRow(
                    id,
                    new DestinationKey(address, 80 + id),
                    new DestinationSpec(ForwardingCode.TUNNEL, 1, 0, 0, 0, 0, 0),
                    true,
                    0,
                    0,
                    0,
                    TrafficRow.ZERO));
            }
        }
    }
}
