/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.testbed.topology.Topologies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The lab by itself, without jlvs: what the scenarios take for granted.
 */
class PlainKernelLabTest
{
    private static Lab oneSegment;
    private static Lab routed;
    private static Nginx rs1;
    private static Nginx rs2;

    @BeforeAll
    static void open()
    {
        oneSegment = Lab.open(Topologies.oneSegment(2));
        routed = Lab.open(Topologies.routed(2));
        rs1 = Nginx.start(oneSegment.host("rs1"));
        rs2 = Nginx.start(oneSegment.host("rs2"));
    }

    @AfterAll
    static void close()
    {
        if (null != oneSegment)
        {
            oneSegment.close();
        }
        if (null != routed)
        {
            routed.close();
        }
    }

    @LabTest
    void shouldServeRequestsToTheServersOwnAddresses()
    {
        final Host client = oneSegment.host("client");

        assertEquals("rs1\n", client.exec("curl", "-sS", "-m", "5", "http://10.0.0.21/").orThrow().out());
        assertEquals("rs2\n", client.exec("curl", "-sS", "-m", "5", "http://[fd00::22]/").orThrow().out());
        assertEquals("healthy\n", client.exec("curl", "-sS", "-m", "5", "http://10.0.0.22/health").orThrow().out());
    }

    @LabTest
    void shouldStoreAnUpload() throws Exception
    {
        final Path file = Files.write(oneSegment.directory().resolve("up"), new byte[3_000_000]);

        oneSegment.host("client").exec(
            "curl", "-sS", "-m", "10", "-f", "-T", file.toString(), "http://10.0.0.21/upload/x").orThrow();

        assertEquals(-1, Files.mismatch(file, rs1.upload("x")));
    }

    @LabTest
    void shouldStopAndStartAServer()
    {
        final Host client = oneSegment.host("client");

        rs2.stop();
        assertEquals(7, client.exec("curl", "-sS", "-m", "5", "http://10.0.0.22/").exit());

        rs2.start();
        assertEquals(0, client.exec("curl", "-sS", "-m", "5", "http://10.0.0.22/").exit());
    }

    @LabTest
    void shouldRefuseASecondServerOnAHost()
    {
        final LabException ex = assertThrows(LabException.class, () -> Nginx.start(oneSegment.host("rs1")));

        assertTrue(ex.getMessage().contains("port 80 of rs1 is in use"), ex.getMessage());
    }

    @LabTest
    void shouldAnswerArpForTheVipFromTheDirectorOnly()
    {
        final Host client = oneSegment.host("client");

        client.exec("ping", "-c", "1", "-W", "2", "10.0.0.100").orThrow();
        client.exec("ping", "-c", "1", "-W", "2", "10.0.0.97").orThrow();
        client.exec("ping", "-c", "1", "-W", "2", "fd00::100").orThrow();

        final String neighbours = client.exec("ip", "neighbour").orThrow().out();
        for (final String vip : List.of("10.0.0.100", "10.0.0.97", "fd00::100"))
        {
            assertTrue(neighbours.contains(vip + " dev eth0 lladdr 02:00:00:00:00:01"), neighbours);
        }
    }

    @LabTest
    void shouldReachServersBehindTheRouter()
    {
        Nginx.start(routed.host("rs2"));
        final Host client = routed.host("client");

        assertEquals("rs2\n", client.exec("curl", "-sS", "-m", "5", "http://172.16.12.22/").orThrow().out());
        assertEquals("rs2\n", client.exec("curl", "-sS", "-m", "5", "http://[fd00:0:0:12::22]/").orThrow().out());
        client.exec("ping", "-c", "1", "-W", "2", "172.16.1.100").orThrow();
        client.exec("ping", "-c", "1", "-W", "2", "fd00:0:0:1::100").orThrow();
    }

    @LabTest
    void shouldAnswerDatagramsFromTheAddressThatWasAsked() throws Exception
    {
        UdpEcho.start(oneSegment.host("rs1"), 53, "10.0.0.21", "10.0.0.100", "fd00::21", "fd00::100");

        for (final String address : List.of("10.0.0.21", "fd00::21"))
        {
            try (UdpClient flow = UdpClient.open(oneSegment.host("client"), address, 53))
            {
                assertEquals("rs1 a", flow.ask("a"));
                assertEquals("rs1 b", flow.ask("b"));
            }
        }
    }

    @LabTest
    void shouldAskSeveralTimesOnOneConnection() throws Exception
    {
        try (HttpConnection connection = HttpConnection.open(oneSegment.host("client"), "10.0.0.21", 80))
        {
            assertEquals("rs1", connection.get("/"));
            assertEquals("healthy", connection.get("/health"));
        }
    }

    @LabTest
    void shouldUpload200FilesAtOnceAndCompareThem() throws Exception
    {
        final Uploads uploads = new Uploads(oneSegment, 200, 20_000, 11);

        uploads.verify(uploads.start(oneSegment.host("client"), "http://10.0.0.21/"), List.of(rs1, rs2));
    }

    @LabTest
    void shouldCountRequestsOfALoad()
    {
        try (Load load = new Load(oneSegment.host("client"), "10.0.0.21", 80, 4))
        {
            Await.await(() -> load.count() > 100, Duration.ofSeconds(10), "100 requests");

            assertEquals(List.of(), load.stop().stream().filter((request) -> !request.error().isEmpty()).toList());
        }
    }

    @LabTest
    void shouldDecapsulateTunnelledPackets() throws Exception
    {
        final Host server = routed.host("rs1");
        Decapsulation.attach(server, "eth0");
        final UdpEcho echo = UdpEcho.start(server, 53, "172.16.11.21", "172.16.1.100");
        final FrameSender sender = FrameSender.open(routed.host("router"), "eth2");
        final Capture capture = Capture.start(routed.host("client"), "eth0", "udp");

        sender.send(Frames.ipip("02:00:00:00:00:f2", "02:00:00:00:00:21", "172.16.1.3", "172.16.11.21",
            Frames.udp("10.0.0.10", 4000, "172.16.1.100", 53, "q".getBytes(StandardCharsets.UTF_8))));

        Await.await(() -> echo.received() == 1, Duration.ofSeconds(5), "the server receives the datagram");
        Await.await(() -> !capture.frames().isEmpty(), Duration.ofSeconds(5), "the client sees the answer");
        final byte[] answer = capture.stop().get(0).bytes();
        assertEquals("rs1 q", new String(answer, answer.length - 5, 5, StandardCharsets.UTF_8));
        assertArrayEquals(
            InetAddress.getByName("172.16.1.100").getAddress(), Arrays.copyOfRange(answer, 26, 30));
    }

    @LabTest
    void shouldCaptureEveryFrameInOrder()
    {
        final FrameSender sender = FrameSender.open(oneSegment.host("client"), "eth0");
        final Capture capture = Capture.start(oneSegment.host("rs1"), "eth0", "udp port 9");

        for (int i = 0; i < 1000; i++)
        {
            sender.send(Frames.ethernet("02:00:00:00:00:10", "02:00:00:00:00:21", Frames.udp(
                "10.0.0.10", 4000, "10.9.9.9", 9, Integer.toString(i).getBytes(StandardCharsets.UTF_8))));
        }

        Await.await(() -> capture.frames().size() >= 1000, Duration.ofSeconds(10), "1000 frames are captured");
        final List<CapturedFrame> frames = capture.stop();
        assertEquals(1000, frames.size());
        assertEquals("999", new String(frames.get(999).bytes(), 42, 3, StandardCharsets.UTF_8));
    }

    @LabTest
    void shouldRemoveEverythingOnClose()
    {
        final Lab lab = Lab.open(Topologies.oneSegment(1));
        final RunningProcess process = lab.host("rs1").start("forever", "sleep", "1000");
        final String prefix = lab.prefix();

        lab.close();

        assertFalse(process.isAlive());
        assertFalse(Command.run("ip", "netns", "list").out().contains(prefix + "-"));
        assertFalse(Files.exists(lab.directory()));
        assertFalse(Files.exists(lab.sharedMemory()));
    }

    @LabTest
    void shouldRemoveTheLabOfADeadProcess()
    {
        final String prefix = LabResidue.prefix(4_000_000, 7);
        Command.run("ip", "netns", "add", prefix + "-rs1").orThrow();
        final RunningProcess process = RunningProcess.start("left", oneSegment.logs(),
            List.of("ip", "netns", "exec", prefix + "-rs1", "sleep", "1000"));

        LabResidue.removeOfDeadProcesses();

        process.awaitExit(Duration.ofSeconds(5));
        assertFalse(Command.run("ip", "netns", "list").out().contains(prefix));
    }

    @LabTest
    void shouldSayWhatAnEndedProcessSaid()
    {
        final RunningProcess process = oneSegment.host("rs1").start("broken", "sh", "-c", "echo no luck >&2; exit 3");

        final LabException ex = assertThrows(
            LabException.class, () -> process.awaitOutput("ready", Duration.ofSeconds(5)));

        assertTrue(ex.getMessage().contains("no luck"), ex.getMessage());
        assertTrue(ex.getMessage().contains("ended with 3"), ex.getMessage());
    }
}
