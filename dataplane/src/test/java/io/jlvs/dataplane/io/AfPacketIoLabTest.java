/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.linux.LabNamespaces;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A forwarder between two hosts: h1 (v1) == (d1) d (d2) == (v2) h2. Each host sends to the other's address with the MAC
 * address of the forwarder.
 */
@Tag("lab")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AfPacketIoLabTest
{
    private static final String V1 = "02:00:00:00:01:01";
    private static final String D1 = "02:00:00:00:01:02";
    private static final String V2 = "02:00:00:00:02:01";
    private static final String D2 = "02:00:00:00:02:02";
    private static final int STREAM_LENGTH = 50_000_000;
    private static final long NO_ALLOCATION_PER_FRAME = 64 * 1024;

    private final LabNamespaces lab = new LabNamespaces("jlvs-io");

    @BeforeEach
    void makeForwarder()
    {
        lab.add("d");
    }

    @AfterEach
    void removeAll()
    {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "batch"})
    void shouldForwardSuperFramesOfLocalStacksUnharmed(final String queue)
    {
        makeHosts();
        final LabNamespaces.Program forwarder = startForwarder(queue, 1);

        exchangeStreams(1, STREAM_LENGTH);

        final String result = forwarder.finish();
        assertEquals(0, sum(result, "rxdrops"), result);
        assertEquals(0, sum(result, "txdrops"), result);
        assertEquals(sum(result, "received"), sum(result, "forwarded"), result);
        assertTrue(10_000 < sum(result, "longest"), "no super-frame: " + result);
        assertTrue(100 < sum(result, "unfinished"), "no unfinished checksum: " + result);
        assertTrue(sum(result, "allocated") < NO_ALLOCATION_PER_FRAME, "allocates: " + result);
    }

    @Test
    void shouldShareTheFramesOfAnInterfaceBetweenWorkers()
    {
        makeHosts();
        final LabNamespaces.Program forwarder = startForwarder("ring", 2);

        exchangeStreams(16, 1_000_000);

        final String result = forwarder.finish();
        final Matcher matcher = Pattern.compile("worker=\\d received=(\\d+)").matcher(result);
        int workers = 0;
        while (matcher.find())
        {
            workers++;
            assertTrue(16 < Integer.parseInt(matcher.group(1)), "idle worker: " + result);
        }
        assertEquals(2, workers);
    }

    @Test
    void shouldNotSeeFramesThatTheHostSends()
    {
        makeHosts();
        lab.ip("d", "addr", "add", "10.9.0.9/24", "dev", "d1");
        lab.ip("d", "neigh", "add", "10.9.0.1", "lladdr", V1, "dev", "d1", "nud", "permanent");
        lab.ip("h1", "neigh", "add", "10.9.0.9", "lladdr", D1, "dev", "v1", "nud", "permanent");
        final LabNamespaces.Program forwarder = startForwarder("ring", 1);

        lab.in("d", "ping", "-q", "-c", "3", "-i", "0.05", "-W", "5", "10.9.0.1");

        final String result = forwarder.finish();
        assertEquals(3, sum(result, "received"), "three replies, no requests: " + result);
    }

    @Test
    void shouldGoOnWhenAnInterfaceComesBack()
    {
        makeHosts();
        final LabNamespaces.Program forwarder = startForwarder("ring", 1);
        ping(1);

        lab.ip("d", "link", "set", "d2", "down");
        lab.in("h1", "sh", "-c", "ping -q -c 5 -i 0.05 -W 1 10.9.0.2 > /dev/null || true");
        lab.ip("d", "link", "set", "d2", "up");
        ping(3);

        final String result = forwarder.finish();
        assertTrue(sum(result, "cpuMs") < 1000, "spins while the interface is down: " + result);
        assertTrue(0 < sum(result, "txdrops"), "loss is not told: " + result);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ring  | plain        | same length=80 flags=0 gso=0 size=0 start=0 offset=0",
        "batch | plain        | same length=80 flags=0 gso=0 size=0 start=0 offset=0",
        "ring  | tagged       | same length=84 flags=0 gso=0 size=0 start=0 offset=0",
        "batch | tagged       | same length=84 flags=0 gso=0 size=0 start=0 offset=0",
        "ring  | super        | same length=40054 flags=1 gso=1 size=1000 start=34 offset=16",
        "batch | super        | same length=40054 flags=1 gso=1 size=1000 start=34 offset=16",
        "ring  | tagged-super | same length=40058 flags=1 gso=1 size=1000 start=38 offset=16",
        "batch | tagged-super | same length=40058 flags=1 gso=1 size=1000 start=38 offset=16"})
    void shouldKeepFrameAndOffloadState(final String queue, final String kind, final String expected)
    {
        lab.add("h");
        lab.join("h", "v1 " + V1, "d", "d1 " + D1);
        lab.join("h", "v2 " + V2, "d", "d2 " + D2);
        final LabNamespaces.Program forwarder = startForwarder(queue, 1);

        final String exchange = lab.start("h", LabExchange.class, queue, kind).finish();

        final String result = forwarder.finish();
        assertEquals("0\nsent\n" + expected + "\ntransmitDrops 0", exchange, result);
        assertEquals(kind.startsWith("tagged") ? 1 : 0, sum(result, "tagged"), result);
    }

    @Test
    void shouldSayWhichCapabilityIsMissing()
    {
        lab.add("h");
        lab.join("h", "v1 " + V1, "d", "d1 " + D1);
        lab.join("h", "v2 " + V2, "d", "d2 " + D2);

        final String result = lab.start(
            "h", List.of("setpriv", "--bounding-set", "-net_raw"), LabExchange.class, "ring", "plain").finish();

        assertTrue(
            result.startsWith("1\n") && result.contains("packet sockets need the capabilities CAP_NET_RAW which"),
            result);
    }

    private void makeHosts()
    {
        lab.add("h1");
        lab.add("h2");
        lab.join("h1", "v1 " + V1, "d", "d1 " + D1);
        lab.join("h2", "v2 " + V2, "d", "d2 " + D2);
        lab.ip("h1", "addr", "add", "10.9.0.1/24", "dev", "v1");
        lab.ip("h2", "addr", "add", "10.9.0.2/24", "dev", "v2");
        lab.ip("h1", "neigh", "add", "10.9.0.2", "lladdr", D1, "dev", "v1", "nud", "permanent");
        lab.ip("h2", "neigh", "add", "10.9.0.1", "lladdr", D2, "dev", "v2", "nud", "permanent");
    }

    private LabNamespaces.Program startForwarder(final String queue, final int workers)
    {
        final LabNamespaces.Program forwarder = lab.start(
            "d", LabForwarder.class, queue, Integer.toString(workers), "sleep", "d1", V1, "d2", V2);
        forwarder.line("ready");
        return forwarder;
    }

    private void ping(final int count)
    {
        lab.in("h1", "ping", "-q", "-c", Integer.toString(count), "-i", "0.05", "-W", "5", "10.9.0.2");
    }

    private void exchangeStreams(final int count, final int length)
    {
        final String streams = Integer.toString(count);
        final LabNamespaces.Program receiver = lab.start("h2", LabStream.class, "receive", "5000", streams);
        receiver.line("ready");
        final LabNamespaces.Program sender = lab.start(
            "h1", LabStream.class, "send", "10.9.0.2", "5000", streams, Integer.toString(length));

        final String sent = sender.finish();
        final String received = receiver.finish();

        assertTrue(sent.contains("stream 0 bytes " + length + " digest "), sent);
        assertEquals(sent.replaceFirst("0\n", "0\nready\n"), received);
    }

    private static long sum(final String output, final String counter)
    {
        final Matcher matcher = Pattern.compile(counter + "=(\\d+)").matcher(output);
        long sum = 0;
        boolean isFound = false;
        while (matcher.find())
        {
            isFound = true;
            sum += Long.parseLong(matcher.group(1));
        }
        assertTrue(isFound, "no " + counter + " in " + output);
        return sum;
    }
}
