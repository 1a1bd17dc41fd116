/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.scenario;

import io.jlvs.dataplane.cnc.CncFileDescriptor;
import io.jlvs.testbed.lab.CommandResult;
import io.jlvs.testbed.lab.Curl;
import io.jlvs.testbed.lab.DirectorLab;
import io.jlvs.testbed.lab.FrameSender;
import io.jlvs.testbed.lab.Frames;
import io.jlvs.testbed.lab.HttpConnection;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.LabTest;
import io.jlvs.testbed.lab.RunningProcess;
import io.jlvs.testbed.topology.Topologies;
import org.agrona.SemanticVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What is wrong is named, ends with a status other than 0 and harms nothing: the director of the class goes on
 * forwarding to 10.0.0.21 all the time.
 */
class BadInputLabTest
{
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int HOSTILE_FRAMES = 20_000;
    private static final String TABLE = """
        -A -t 10.0.0.100:80 -s rr
        -a -t 10.0.0.100:80 -r 10.0.0.21:80 -g
        """;

    @RegisterExtension
    static final DirectorLab LAB = DirectorLab.on(Topologies.oneSegment(1)).withNginx();

    @BeforeEach
    void table()
    {
        LAB.jlvs().table(TABLE);
    }

    @LabTest
    void shouldNameFileLineAndColumnOfABrokenConfiguration()
    {
        final Path file = LAB.jlvs().writeConfiguration("""
            virtual_server 10.0.0.100 80 {
                lb_algo rr
                lb_kindd DR
                real_server 10.0.0.21 80 {
            """);

        final RunningProcess keepalived = LAB.jlvs().launchKeepalived(file);

        assertNotEquals(0, keepalived.awaitExit(LIMIT), keepalived::toString);
        assertTrue(keepalived.err().contains(file + ":3:"), keepalived::toString);
        assertTrue(keepalived.err().contains("lb_kind"), keepalived::toString);
        assertStillForwards();
    }

    @LabTest
    void shouldNameAConfigurationFileThatDoesNotExist()
    {
        final RunningProcess keepalived = LAB.jlvs().launchKeepalived(Path.of("/nonexistent/keepalived.conf"));

        assertNotEquals(0, keepalived.awaitExit(LIMIT), keepalived::toString);
        assertTrue(keepalived.err().contains("/nonexistent/keepalived.conf"), keepalived::toString);
        assertStillForwards();
    }

    @LabTest
    void shouldNameAnInterfaceThatDoesNotExist()
    {
        final RunningProcess director = Jlvs.on(LAB.directorHost()).launchDirector(List.of("--interface", "nope0"));

        assertNotEquals(0, director.awaitExit(LIMIT), director::toString);
        assertTrue(director.err().contains("nope0"), director::toString);
        assertOneMessage(director);
        assertStillForwards();
    }

    @LabTest
    void shouldSayThatADirectorNeedsRoot()
    {
        final Jlvs other = Jlvs.on(LAB.directorHost());
        final List<String> command = nobody();
        command.addAll(other.command("director"));
        command.addAll(List.of("--interface", "eth0"));

        final RunningProcess director = LAB.directorHost().start("director-nobody", command);

        assertNotEquals(0, director.awaitExit(LIMIT), director::toString);
        assertTrue(director.err().contains("root"), director::toString);
        assertOneMessage(director);
        assertStillForwards();
    }

    @LabTest
    void shouldSayThatADirectorNeedsRootThoughItMayWriteItsDirectory()
    {
        final Jlvs other = Jlvs.on(LAB.directorHost());
        LAB.directorHost().exec("install", "-d", "-o", "65534", other.directory().toString()).orThrow();
        final List<String> command = nobody();
        command.addAll(other.command("director"));
        command.addAll(List.of("--interface", "eth0"));

        final RunningProcess director = LAB.directorHost().start("director-nobody", command);

        assertNotEquals(0, director.awaitExit(LIMIT), director::toString);
        assertTrue(director.err().contains("root"), director::toString);
        assertOneMessage(director);
    }

    @LabTest
    void shouldSayThatIpvsadmNeedsRoot()
    {
        final List<String> command = nobody();
        command.addAll(LAB.jlvs().command("ipvsadm"));
        command.add("-Ln");

        final CommandResult result = LAB.directorHost().exec(LIMIT, command);

        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains("Permission denied (you must be root)"), result::toString);
    }

    @LabTest
    void shouldRefuseASecondDirectorOnTheSameDirectory()
    {
        final RunningProcess second = LAB.jlvs().launchDirector(List.of("--interface", "eth0"));

        assertNotEquals(0, second.awaitExit(LIMIT), second::toString);
        assertTrue(second.err().contains(LAB.jlvs().directory().toString()), second::toString);
        assertOneMessage(second);
        assertStillForwards();
        assertTrue(LAB.jlvs().ipvsadm("-Ln").orThrow().out().contains("10.0.0.21:80"));
    }

    @LabTest
    void shouldRefuseACncFileOfAnotherVersionAndNameBoth() throws Exception
    {
        final Jlvs other = Jlvs.on(LAB.directorHost());
        Files.createDirectories(other.directory());
        final Path file = other.directory().resolve(CncFileDescriptor.FILE_NAME);
        Files.copy(LAB.jlvs().directory().resolve(CncFileDescriptor.FILE_NAME), file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            // The version follows the magic number of eight bytes.
            final ByteBuffer version = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(version.putInt(0, SemanticVersion.compose(9, 8, 7)), Long.BYTES);
        }

        for (final CommandResult result : List.of(other.ipvsadm("-Ln"), other.stat()))
        {
            assertNotEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains("9.8.7"), result::toString);
            assertTrue(
                result.err().contains(SemanticVersion.toString(CncFileDescriptor.CNC_VERSION)), result::toString);
        }
    }

    @LabTest
    void shouldSayThatNoDirectorRuns()
    {
        final Jlvs nobodyThere = Jlvs.on(LAB.directorHost());

        for (final CommandResult result : List.of(nobodyThere.ipvsadm("-Ln"), nobodyThere.stat()))
        {
            assertNotEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains(nobodyThere.directory().toString()), result::toString);
            assertEquals("", result.out(), result::toString);
        }
    }

    @LabTest
    void shouldSayThatTheDirectorDied()
    {
        LAB.director().signal("KILL");
        LAB.director().awaitExit(LIMIT);
        try
        {
            final CommandResult result = LAB.jlvs().ipvsadm("-Ln");

            assertNotEquals(0, result.exit(), result::toString);
            assertTrue(result.err().contains(LAB.jlvs().directory().toString()), result::toString);
        }
        finally
        {
            LAB.startDirector();
        }
    }

    @LabTest
    void shouldRefuseWrongOptionsWithAUsageMessage()
    {
        final RunningProcess director = LAB.jlvs().launchDirector(List.of("--no-such-option"));

        assertNotEquals(0, director.awaitExit(LIMIT), director::toString);
        assertTrue(director.err().contains("--no-such-option"), director::toString);
        assertStillForwards();
    }

    @LabTest
    void shouldOutliveTruncatedAndHostileFrames() throws Exception
    {
        final long seed = 20_260_101;
        System.out.println("hostile frames from seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final FrameSender sender = FrameSender.open(LAB.client(), "eth0");
        final byte[][] models = {
            Frames.ethernet("02:00:00:00:00:10", "02:00:00:00:00:01",
                Frames.tcp("10.0.0.10", 1234, "10.0.0.100", 80, "S")),
            Frames.ethernet("02:00:00:00:00:10", "02:00:00:00:00:01",
                Frames.udp("10.0.0.10", 1234, "10.0.0.100", 53, new byte[100])),
            Frames.ipip("02:00:00:00:00:10", "02:00:00:00:00:01", "10.0.0.10", "10.0.0.100",
                Frames.tcp("10.0.0.10", 1234, "10.0.0.100", 80, "A"))};

        try (HttpConnection stream = HttpConnection.open(LAB.client(), "10.0.0.100", 80))
        {
            for (int i = 0; i < HOSTILE_FRAMES; i++)
            {
                sender.send(hostile(random, models[random.nextInt(models.length)]));
                if (0 == i % 1000)
                {
                    assertEquals("rs1", stream.get("/"));
                }
            }
            assertEquals("rs1", stream.get("/"));
        }

        assertTrue(LAB.director().isAlive(), LAB.director()::toString);
        assertStillForwards();
        LAB.awaitCounter("drop-malformed", 1, LIMIT);
    }

    /** A model with changed bytes behind the MAC addresses, often cut short, sometimes with noise at the end. */
    private static byte[] hostile(final SplittableRandom random, final byte[] model)
    {
        byte[] frame = model.clone();
        final int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++)
        {
            frame[random.nextInt(12, frame.length)] = (byte)random.nextInt();
        }
        if (random.nextInt(3) == 0)
        {
            frame = Arrays.copyOf(frame, random.nextInt(14, frame.length + 1));
        }
        else if (random.nextInt(5) == 0)
        {
            final int length = frame.length;
            frame = Arrays.copyOf(frame, length + random.nextInt(1200));
            for (int i = length; i < frame.length; i++)
            {
                frame[i] = (byte)random.nextInt();
            }
        }
        return frame;
    }

    private static List<String> nobody()
    {
        return new ArrayList<>(List.of(
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all"));
    }

    /** A message for a person, not a stack trace. */
    private static void assertOneMessage(final RunningProcess process)
    {
        assertTrue(process.err().lines().noneMatch((line) -> line.startsWith("\tat ")), process::toString);
    }

    private static void assertStillForwards()
    {
        assertEquals("rs1", Curl.on(LAB.client()).get("http://10.0.0.100/"));
    }
}
