/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import io.jlvs.dataplane.cnc.DirectorUnavailableException.Reason;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

class DirectorClientTest
{
    private static final int TCP = 6;
    private static final ServiceKey WEB = new ServiceKey(TCP, address("10.0.0.100"), 80, 0);
    private static final ServiceKey WEB_V6 = new ServiceKey(TCP, address("fd00::100"), 65535, 0);
    private static final ServiceKey MARK = new ServiceKey(0, address("0.0.0.0"), 0, 4294967295L);
    private static final ServiceSpec WRR = new ServiceSpec("wrr", 5, 360, -1, false, "");
    private static final ServiceSpec OPS = new ServiceSpec("fifteen-letters", 0, 0, 128, true, "sip");
    private static final DestinationKey RS1 = new DestinationKey(address("10.0.0.21"), 80);
    private static final DestinationKey RS2 = new DestinationKey(address("::ffff:10.0.0.22"), 65535);
    private static final DestinationSpec ROUTE = new DestinationSpec(3, 1, 0, 0, 0, 0, 0);
    private static final DestinationSpec TUNNEL = new DestinationSpec(2, Integer.MAX_VALUE, 8, 2, 1, 6080, 2);

    @TempDir
    Path directory;

    private InMemoryDirector director;
    private DirectorClient client;

    @BeforeEach
    void start()
    {
        director = new InMemoryDirector(directory);
        client = DirectorClient.connect(directory);
    }

    @AfterEach
    void stop()
    {
        client.close();
        director.close();
    }

    @Test
    void shouldBringEveryCommandAcrossUnharmed()
    {
        assertOk(client.addService(WEB, WRR));
        assertOk(client.setService(WEB_V6, OPS));
        assertOk(client.addService(MARK, WRR));
        assertOk(client.addDestination(WEB, RS1, TUNNEL));
        assertOk(client.setDestination(WEB, RS2, ROUTE));
        assertOk(client.editDestination(WEB, RS1, ROUTE));
        assertOk(client.setTimeouts(new TimeoutsRow(7, 0, 9)));
        assertOk(client.zeroAll());
        assertOk(client.zeroService(MARK));

        assertEquals(
            List.of(
                new ServiceRow(WEB, WRR, true, TrafficRow.ZERO, List.of(
                    new DestinationRow(1, RS1, ROUTE, true, 1, 2, 3, TrafficRow.ZERO),
                    new DestinationRow(2, RS2, ROUTE, true, 1, 2, 3, TrafficRow.ZERO))),
                new ServiceRow(WEB_V6, OPS, true, TrafficRow.ZERO, List.of()),
                new ServiceRow(MARK, WRR, true, TrafficRow.ZERO, List.of())),
            client.services());
        assertEquals(new TimeoutsRow(7, 120, 9), client.timeouts());

        assertOk(client.deleteDestination(WEB, RS1));
        assertOk(client.editService(WEB, OPS));
        assertOk(client.deleteService(MARK));
        assertEquals(
            List.of(
                new ServiceRow(WEB, OPS, true, TrafficRow.ZERO, List.of(
                    new DestinationRow(1, RS2, ROUTE, true, 1, 2, 3, TrafficRow.ZERO))),
                new ServiceRow(WEB_V6, OPS, true, TrafficRow.ZERO, List.of())),
            client.services());

        assertOk(client.flush());
        assertEquals(List.of(), client.services());
        assertEquals(List.of(), List.copyOf(director.errors));
        assertEquals(17, director.commands.get());
    }

    @Test
    void shouldReturnTheDirectorsRefusals()
    {
        assertOk(client.addService(WEB, WRR));

        assertEquals(ResponseCode.SERVICE_EXISTS, client.addService(WEB, WRR).code());
        assertEquals(ResponseCode.NO_SUCH_SERVICE, client.deleteService(WEB_V6).code());
        assertEquals(ResponseCode.NO_SUCH_DESTINATION, client.deleteDestination(WEB, RS1).code());
        assertEquals("no such service: " + WEB_V6, client.deleteService(WEB_V6).text());
    }

    @Test
    void shouldRefuseNamesThatNoSchedulerCanHave()
    {
        final CommandResponse response = client.addService(
            WEB, new ServiceSpec("sixteen-letters!", 0, 0, -1, false, ""));

        assertEquals(ResponseCode.NO_SUCH_SCHEDULER, response.code());
        assertEquals(0, director.commands.get());
    }

    @Test
    void shouldPageThroughALongListing()
    {
        final int serviceCount = 5;
        final int destinationCount = 900;
        for (int i = 0; i < serviceCount; i++)
        {
            final ServiceKey key = new ServiceKey(TCP, address("10.0.0.100"), 1 + i, 0);
            assertOk(client.addService(key, WRR));
            for (int j = 0; j < destinationCount; j++)
            {
                assertOk(client.addDestination(key, new DestinationKey(address("10.0.1.1"), j), ROUTE));
            }
        }
        final AtomicInteger pages = new AtomicInteger();
        director.onPage = pages::incrementAndGet;

        final List<ServiceRow> services = client.services();

        assertEquals(serviceCount, services.size());
        services.forEach(service -> assertEquals(destinationCount, service.destinations().size()));
        assertEquals(destinationCount - 1, services.get(0).destinations().get(0).key().port());
        assertEquals(0, services.get(4).destinations().get(destinationCount - 1).key().port());
        assertEquals(5, pages.get());
    }

    @Test
    void shouldBeginAgainWhenTheConfigurationChangedBetweenPages()
    {
        addManyDestinations(2 * ListServicesFlyweight.MAX_PAGE_ROWS);
        final AtomicInteger pages = new AtomicInteger();
        director.onPage = () ->
        {
            if (1 == pages.incrementAndGet())
            {
                director.change();
            }
        };

        assertEquals(2 * ListServicesFlyweight.MAX_PAGE_ROWS, client.services().get(0).destinations().size());
        assertEquals(5, pages.get());
    }

    @Test
    void shouldGiveUpOnAConfigurationThatChangesAllTheTime()
    {
        addManyDestinations(ListServicesFlyweight.MAX_PAGE_ROWS);
        director.onPage = director::change;

        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> client.services());

        assertEquals(Reason.NO_ANSWER, ex.reason());
        assertTrue(ex.getMessage().contains("changes all the time"), ex.getMessage());
    }

    @Test
    void shouldBeginAgainWhenEventsWereLost()
    {
        assertOk(client.addService(WEB, WRR));
        final AtomicInteger pages = new AtomicInteger();
        director.onPage = () ->
        {
            if (1 == pages.incrementAndGet())
            {
                floodEvents();
            }
        };

        assertEquals(1, client.services().size());
        assertTrue(pages.get() <= 2, "pages=" + pages);
    }

    @Test
    void shouldAnswerOverAnAdapterThatWasIdleWhileTheBroadcastWentRound()
    {
        assertOk(client.addService(WEB, WRR));
        final AtomicInteger pages = new AtomicInteger();
        director.onPage = () ->
        {
            if (1 == pages.incrementAndGet())
            {
                floodEvents();
            }
        };
        try (DirectorClient other = DirectorClient.connect(directory))
        {
            assertEquals(1, other.services().size());
        }

        assertOk(client.deleteService(WEB));
    }

    @Test
    void shouldNotHangOnADirectorThatDoesNotAnswer()
    {
        director.isDeaf = true;
        try (DirectorClient impatient = DirectorClient.connect(directory, 200))
        {
            final DirectorUnavailableException ex =
                assertThrows(DirectorUnavailableException.class, impatient::flush);

            assertEquals(Reason.NO_ANSWER, ex.reason());
            assertTrue(ex.getMessage().contains("did not answer within 200 ms"), ex.getMessage());
        }
    }

    @Test
    void shouldSayThatTheRingIsFull()
    {
        director.isDeaf = true;

        final DirectorUnavailableException ex = assertThrows(
            DirectorUnavailableException.class,
            () ->
            {
                for (int i = 0; i < 1_000_000; i++)
                {
                    client.keepalive("test");
                }
            });

        assertEquals(Reason.NO_ANSWER, ex.reason());
        assertTrue(ex.getMessage().contains("takes no commands"), ex.getMessage());
    }

    @Test
    void shouldTellTheDirectorThatItLives()
    {
        client.keepalive("keepalived");
        assertOk(client.zeroAll());

        assertEquals(List.of("keepalived"), List.copyOf(director.clients));
    }

    @Test
    void shouldCountAndAnswerAnUnknownCommand()
    {
        assertTrue(director.cncFile.toDirector().write(0x77, new UnsafeBuffer(new byte[100]), 0, 100));
        assertTrue(director.cncFile.toDirector().write(
            ControlProtocolEvents.ADD_SERVICE, new UnsafeBuffer(new byte[9]), 0, 9));
        assertTrue(director.cncFile.toDirector().write(
            ControlProtocolEvents.ADD_SERVICE, new UnsafeBuffer(new byte[100]), 0, 100));
        assertTrue(director.cncFile.toDirector().write(
            ControlProtocolEvents.FLUSH, new UnsafeBuffer(new byte[0]), 0, 0));

        assertOk(client.zeroAll());

        final List<String> errors = director.errors.stream().map(Throwable::getMessage).toList();
        assertEquals(4, director.invalidCommands.get(), errors::toString);
        assertEquals("command of unknown type 119", errors.get(0));
        assertEquals("command of type 1 has 9 bytes, at least 80 expected", errors.get(1));
        assertEquals("address family 0 is neither 4 nor 6", errors.get(2));
        assertEquals("command of type 5 has 0 bytes, at least 8 expected", errors.get(3));
    }

    @Test
    void shouldAnswerWhenAHandlerThrows()
    {
        director.onPage = () ->
        {
            throw new IllegalStateException("broken");
        };

        final DirectorUnavailableException ex =
            assertThrows(DirectorUnavailableException.class, () -> client.services());

        assertTrue(ex.getMessage().contains("INVALID"), ex.getMessage());
        assertTrue(ex.getMessage().contains("broken"), ex.getMessage());
        assertEquals(1, director.errors.size());
        assertOk(client.flush());
    }

    @Test
    void shouldSeeADirectorEndAndAnotherBegin()
    {
        final long firstInstanceId = client.instanceId();
        assertTrue(client.isDirectorAlive());

        director.close();

        assertFalse(client.isDirectorAlive());
        assertEquals(
            Reason.NOT_RUNNING, assertThrows(DirectorUnavailableException.class, client::flush).reason());

        director = new InMemoryDirector(directory);

        assertTrue(client.isDirectorAlive());
        assertNotEquals(firstInstanceId, client.instanceId());
        assertOk(client.flush());
    }

    @Test
    void shouldNotHangWhenTheDirectorIsKilled(@TempDir final Path otherDirectory)
        throws IOException, InterruptedException
    {
        final Process process = startDirectorProcess(otherDirectory);
        try (DirectorClient other = DirectorClient.connect(otherDirectory))
        {
            assertOk(other.addService(WEB, WRR));
            final long firstInstanceId = other.instanceId();

            process.destroyForcibly().waitFor();

            final long startNs = System.nanoTime();
            final DirectorUnavailableException ex =
                assertThrows(DirectorUnavailableException.class, other::flush);
            final long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(elapsedMs < DirectorClient.DEFAULT_TIMEOUT_MS, "took " + elapsedMs + " ms: " + ex);
            await(() -> !other.isDirectorAlive(), "a killed director counts as alive");
            final DirectorUnavailableException refusal = assertThrows(
                DirectorUnavailableException.class, () -> DirectorClient.connect(otherDirectory));
            assertEquals(Reason.STALE, refusal.reason());

            try (InMemoryDirector second = new InMemoryDirector(otherDirectory))
            {
                assertEquals(List.of(), other.services());
                assertNotEquals(firstInstanceId, other.instanceId());
                assertEquals(second.cncFile.pid(), other.directorPid());
            }
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldKeepAPageWithinHalfOfTheBroadcast()
    {
        final int recordHeaderLength = 8;
        final int rowLength = recordHeaderLength + Math.max(ServiceRowFlyweight.LENGTH, DestinationRowFlyweight.LENGTH);
        final int pageLength = ListServicesFlyweight.MAX_PAGE_ROWS * rowLength;

        assertTrue(pageLength <= CncFileDescriptor.TO_CLIENTS_CAPACITY / 2, "pageLength=" + pageLength);
    }

    private void floodEvents()
    {
        for (int i = 0; i < 20_000; i++)
        {
            director.eventProxy.response(-1, ResponseCode.OK, "not for you, and long enough to matter");
        }
    }

    private void addManyDestinations(final int count)
    {
        assertOk(client.addService(WEB, WRR));
        for (int i = 0; i < count; i++)
        {
            assertOk(client.addDestination(WEB, new DestinationKey(address("10.0.1.1"), i), ROUTE));
        }
    }

    private static Process startDirectorProcess(final Path directory) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(InMemoryDirector.class.getName());
        command.add(directory.toString());
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        final StringBuilder output = new StringBuilder();
        final BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (null != line && !line.startsWith("ready"))
        {
            output.append(line).append('\n');
            line = reader.readLine();
        }

        assertEquals("ready " + process.pid(), line, output::toString);
        return process;
    }

    private static void await(final BooleanSupplier condition, final String message)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                fail(message);
            }
            Thread.onSpinWait();
        }
    }

    private static void assertOk(final CommandResponse response)
    {
        assertTrue(response.isOk(), response::toString);
    }

    private static InetAddress address(final String literal)
    {
        try
        {
            if (literal.startsWith("::ffff:"))
            {
                final byte[] bytes = new byte[16];
                bytes[10] = (byte)0xff;
                bytes[11] = (byte)0xff;
                System.arraycopy(InetAddress.getByName(literal).getAddress(), 0, bytes, 12, 4);
                return java.net.Inet6Address.getByAddress(null, bytes, -1);
            }

            return InetAddress.getByName(literal);
        }
        catch (final UnknownHostException ex)
        {
            throw new AssertionError(literal, ex);
        }
    }
}
