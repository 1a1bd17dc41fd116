/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tcpdump that writes what passes an interface to a file.
 */
public final class Capture implements AutoCloseable
{
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /**
     * Every frame of an MTU of 1500, the start of a super-frame. tcpdump divides its buffer by this, so more would mean
     * fewer frames in a burst.
     */
    private static final int SNAP_LENGTH = 2048;

    private final RunningProcess process;
    private final Path file;

    private Capture(final RunningProcess process, final Path file)
    {
        this.process = process;
        this.file = file;
    }

    /**
     * Start capturing frames, whole ones up to an MTU of 1500, at the latest until the lab is closed.
     *
     * @param host          on which to capture.
     * @param interfaceName such as "eth0".
     * @param filter        of tcpdump; empty for everything.
     * @return a capture that runs: what is sent from now on is in it.
     */
    public static Capture start(final Host host, final String interfaceName, final String filter)
    {
        return start(host, interfaceName, SNAP_LENGTH, filter);
    }

    /**
     * Start capturing, at the latest until the lab is closed.
     *
     * @param host          on which to capture.
     * @param interfaceName such as "eth0".
     * @param snapLength    bytes kept of each frame.
     * @param filter        of tcpdump; empty for everything.
     * @return a capture that runs: what is sent from now on is in it.
     */
    public static Capture start(
        final Host host, final String interfaceName, final int snapLength, final String filter)
    {
        final Path file = host.lab().logs().resolve(
            host.lab().uniqueName(host.name() + "-" + interfaceName) + ".pcap");
        final List<String> command = new ArrayList<>(List.of(
            "tcpdump", "-Z", "root", "-n", "-U", "--immediate-mode", "-B", "16384",
            "-s", Integer.toString(snapLength), "-i", interfaceName, "-w", file.toString()));
        if (!filter.isEmpty())
        {
            command.addAll(Arrays.asList(filter.split(" ")));
        }
        final RunningProcess process = host.start("tcpdump-" + host.name(), command);
        process.awaitOutput("listening on", LIMIT);
        return new Capture(process, file);
    }

    /**
     * The file; complete after {@link #stop()}.
     *
     * @return file in pcap format.
     */
    public Path file()
    {
        return file;
    }

    /**
     * What is in the file so far.
     *
     * @return frames in the order of their capture.
     */
    public List<CapturedFrame> frames()
    {
        return CaptureFile.read(file);
    }

    /**
     * Stop and read.
     *
     * @return all frames.
     * @throws LabException when tcpdump lost frames: then nothing can be said about what was not seen.
     */
    public List<CapturedFrame> stop()
    {
        close();
        if (!process.err().contains("\n0 packets dropped by kernel"))
        {
            throw new LabException("the capture is not complete: " + process);
        }
        return CaptureFile.read(file);
    }

    /**
     * Stop without reading. Closing twice has no effect.
     */
    @Override
    public void close()
    {
        if (process.isAlive())
        {
            process.signal("INT");
            process.awaitExit(LIMIT);
        }
    }
}
