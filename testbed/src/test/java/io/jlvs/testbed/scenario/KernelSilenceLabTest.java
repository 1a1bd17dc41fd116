/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.testbed.lab.Await;
import io.jlvs.testbed.lab.Capture;
import io.jlvs.testbed.lab.CapturedFrame;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.FrameSender;
import io.jlvs.testbed.lab.Frames;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The kernel under the director never speaks for a service, whatever is in the table, whether or not jlvs is quick;
 * and it goes on speaking for all else. VIP 10.0.0.100: port 80 is a service with a server, port 82 one without,
 * port 8080 none.
 */
class KernelSilenceLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String CLIENT_MAC = "02:00:00:00:00:10";
    private static final String DIRECTOR_MAC = "02:00:00:00:00:01";
    private static final int SEGMENTS = 300;
    private static final int SYN = 0x02;

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(1)).withNginx();

    @BeforeEach
    void table()
    {
        LAB.jlvs().table("""
            -A -t 10.0.0.100:80 -s rr
            -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
            -A -t 10.0.0.100:82 -s rr
            """);
    }

    @LabTest
    void shouldNotLetALocalListenerTakeTheServicesConnections()
    {
        try (var listener = LAB.directorHost().start("listener", "ncat", "-l", "-k", "-c", "echo director", "80"))
        {
            awaitListening(80);

            assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
            assertEquals("director", ncat("10.0.0.1", 80));
            assertTrue(listener.isAlive());
        }
    }

    @LabTest
    void shouldAnswerNothingButPortUnreachableWithoutServers()
    {
        final FrameSender sender = FrameSender.open(LAB.client(), "eth0");
        final Capture capture = LAB.captureAtDirector("ether src " + DIRECTOR_MAC + " and ip");

        for (int i = 0; i < SEGMENTS; i++)
        {
            sender.send(Frames.ethernet(
                CLIENT_MAC, DIRECTOR_MAC, Frames.tcp("10.0.0.10", 30_000 + i, "10.0.0.100", 82, "S")));
        }

        Await.await(() -> capture.frames().size() >= SEGMENTS, LIMIT,
            () -> SEGMENTS + " answers; there are " + capture.frames().size());
        awaitQuiet();
        final List<CapturedFrame> frames = capture.stop().stream()
            .filter((frame) -> frame.destinationMac().equals(CLIENT_MAC)).toList();
        assertEquals(SEGMENTS, frames.size());
        for (final CapturedFrame frame : frames)
        {
            assertEquals(1, frame.u8(23), frame::describe);
            assertEquals(0x0303, frame.u16(34), frame::describe);
        }
    }

    @LabTest
    void shouldStaySilentWhileTheDirectorIsFrozenAndForwardAfterwards()
    {
        final FrameSender sender = FrameSender.open(LAB.client(), "eth0");
        final Capture capture = LAB.captureAtDirector("ip");

        LAB.director().signal("STOP");
        Await.await(() -> isStopped(LAB.director().pid()), LIMIT, "all threads of the director stand still");
        for (int i = 0; i < SEGMENTS; i++)
        {
            sender.send(Frames.ethernet(
                CLIENT_MAC, DIRECTOR_MAC, Frames.tcp("10.0.0.10", 31_000 + i, "10.0.0.100", 80, "S")));
        }
        Await.await(() -> capture.frames().size() >= SEGMENTS, LIMIT, "the director's host receives all segments");
        LAB.client().exec("ping", "-c", "1", "-W", "2", "10.0.0.100").orThrow();
        final long answered = capture.frames().stream()
            .filter((frame) -> frame.sourceMac().equals(DIRECTOR_MAC) && 6 == frame.u8(23)).count();
        LAB.director().signal("CONT");

        assertEquals(0, answered);
        Await.await(
            () -> SEGMENTS == capture.frames().stream()
                .filter((frame) -> frame.destinationMac().equals("02:00:00:00:00:21") && SYN == frame.u8(47)).count(),
            LIMIT,
            "all segments are forwarded after the pause");
    }

    @LabTest
    void shouldLeavePingArpAndOtherPortsToTheKernel()
    {
        LAB.client().exec("ip", "neighbour", "flush", "all").orThrow();
        LAB.client().exec("ping", "-c", "2", "-i", "0.2", "-W", "2", "10.0.0.100").orThrow();
        LAB.client().exec("ping", "-c", "2", "-i", "0.2", "-W", "2", "fd00::100").orThrow();
        final String neighbours = LAB.client().exec("ip", "neighbour").orThrow().out();
        assertTrue(neighbours.contains("10.0.0.100 dev eth0 lladdr " + DIRECTOR_MAC), neighbours);

        assertEquals(7, Curl.on(LAB.client()).run("http://10.0.0.100:8080/", 1).exit());
        try (var listener = LAB.directorHost().start("listener", "ncat", "-l", "-k", "-c", "echo director", "8080"))
        {
            awaitListening(8080);

            assertEquals("director", ncat("10.0.0.100", 8080));
            assertEquals("director", ncat("fd00::100", 8080));
            assertTrue(listener.isAlive());
        }
    }

    @LabTest
    void shouldGiveTheKernelItsVoiceBackAfterTheEnd()
    {
        assertEquals(0, Curl.on(LAB.client()).run("http://10.0.0.100/", 1).exit());

        LAB.director().signal("TERM");

        LAB.director().awaitExit(Duration.ofSeconds(2));
        assertEquals(7, Curl.on(LAB.client()).run("http://10.0.0.100/", 1).exit());
        LAB.startDirector();
    }

    private static boolean isStopped(final long pid)
    {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task")))
        {
            return tasks.allMatch((task) -> status(task).contains("\nState:\tT"));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static String status(final Path task)
    {
        try
        {
            return Files.readString(task.resolve("status"));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static void awaitListening(final int port)
    {
        Await.await(
            () -> !LAB.directorHost().exec("ss", "-Hltn", "sport = :" + port).out().isEmpty(),
            LIMIT,
            "something listens on port " + port);
    }

    private static String ncat(final String address, final int port)
    {
        return LAB.client().exec(
            "ncat", "-w", "3", "--recv-only", address, Integer.toString(port)).orThrow().out().strip();
    }

    /** A request that needs several packets in both directions: what jlvs had to send before is sent by then. */
    private static void awaitQuiet()
    {
        assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
    }
}
