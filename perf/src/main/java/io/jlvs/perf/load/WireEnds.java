/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.bpf.BpfMap;
import io.jlvs.bpf.BpfObject;
import io.jlvs.bpf.LiveFrames;
import io.jlvs.bpf.TcxProgram;
import io.jlvs.bpf.XdpLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that holds both ends of the wire, inside the namespace of client and server: sends as the client and
 * counts as the server. Does what its standard input says, a line for each run, answers with a line, and ends with its
 * input:
 * <pre>
 *   FLOWS PACKETS_PER_SECOND WARM_UP_MS DURATION_MS DIRECTOR_PID FRESH   0 packets per second: as fast as it goes;
 *                                                                 FRESH see {@link LoadSettings}
 *   generator DURATION_MS                                           the sender alone, nothing leaves
 *   sink SINK                                                       how the server counts, see {@link Sink}
 * </pre>
 */
public final class WireEnds implements AutoCloseable
{
    /** The compiled programs of a load run. */
    static final String OBJECT = "/io/jlvs/perf/generator.bpf.o";
    private static final byte[] FIRST_KEY = new byte[Integer.BYTES];
    private static final int RECEIVED = 0;
    private static final int RECEIVED_FRESH = 2;
    private static final int COUNTS_LENGTH = 4 * Long.BYTES;
    private static final int FRAME_LENGTH = 60;
    private static final int BATCH = Integer.getInteger("jlvs.perf.batch", 64);
    /** About ten seconds at the highest rate; dropped in less than one when a run ends. */
    private static final int FRAMES_PER_CALL = 20_000_000;
    private static final long GENERATOR_WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final BpfMap settings;
    private final BpfMap state;
    private final BpfMap counts;
    private final LiveFrames frames;
    private final ExecutorService sender = Executors.newSingleThreadExecutor((task) ->
    {
        final Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });
    private final int outIndex;
    private final BpfObject object;
    private final int serverIndex;
    /** The director may answer the client: nobody listens there, but the wire wants a program at both its ends. */
    private final XdpLink clientLink;
    private AutoCloseable serverSink;

    private WireEnds(final BpfObject object, final int clientIndex, final int serverIndex)
    {
        this.object = object;
        this.serverIndex = serverIndex;
        settings = object.map("settings");
        state = object.map("state");
        counts = object.map("counts");
        frames = new LiveFrames(object.programFd("generate"), new byte[FRAME_LENGTH], BATCH);
        outIndex = clientIndex;
        clientLink = clientIndex == serverIndex ? null : XdpLink.attach(object.programFd("sink"), clientIndex);
        serverSink = attach(Sink.SKB);
    }

    /**
     * Attach and read commands until the input ends.
     *
     * @param args name of a {@link LoadNetwork}.
     * @throws IOException if the pipes break.
     */
    public static void main(final String[] args) throws IOException
    {
        try (BpfObject object = BpfObject.open(OBJECT, "jlperf"))
        {
            object.load();
            try (WireEnds ends = new WireEnds(
                object, index(LoadNetwork.CLIENT_INTERFACE), index(LoadNetwork.valueOf(args[0]).serverInterface()));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
            {
                System.out.println("ready");
                String line = in.readLine();
                while (null != line)
                {
                    System.out.println(ends.answer(line.split(" ")));
                    line = in.readLine();
                }
            }
        }
    }

    @Override
    public void close()
    {
        if (null != clientLink)
        {
            clientLink.close();
        }
        detachSink();
    }

    /** Java's own NetworkInterface does not know interfaces without an address. */
    private static int index(final String name) throws IOException
    {
        return Integer.parseInt(Files.readString(Path.of("/sys/class/net", name, "ifindex")).strip());
    }

    private String answer(final String[] words)
    {
        if ("generator".equals(words[0]))
        {
            return run(0, 1, 0, GENERATOR_WARM_UP_NS, milliseconds(words[1]), CpuTimes.NO_PROCESS, 0).format();
        }

        if ("sink".equals(words[0]))
        {
            detachSink();
            serverSink = attach(Sink.valueOf(words[1]));
            return "ok";
        }

        return run(
            outIndex,
            Integer.parseInt(words[0]),
            Long.parseLong(words[1]),
            milliseconds(words[2]),
            milliseconds(words[3]),
            Long.parseLong(words[4]),
            Integer.parseInt(words[5])).format();
    }

    private AutoCloseable attach(final Sink sink)
    {
        return Sink.SKB == sink ?
            TcxProgram.attach(object.programFd("sink_skb"), serverIndex) :
            XdpLink.attach(object.programFd("sink"), serverIndex);
    }

    private void detachSink()
    {
        try
        {
            serverSink.close();
        }
        catch (final Exception ex)
        {
            throw new IllegalStateException("the server's counting program does not leave", ex);
        }
    }

    private Measurement run(
        final int interfaceIndex,
        final int flows,
        final long packetsPerSecond,
        final long warmUpNs,
        final long durationNs,
        final long directorPid,
        final int fresh)
    {
        final LoadSettings load = LoadNetwork.settings(interfaceIndex, flows, packetsPerSecond, fresh);
        settings.put(FIRST_KEY, load.encode());
        awaitQuiet();
        final long sentBefore = sent();
        final long receivedBefore = received();
        final CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send, sender);
        sleep(warmUpNs);

        final CpuTimes cpu = CpuTimes.of(directorPid);
        final long startNs = System.nanoTime();
        final long sentAtStart = sent();
        final long receivedAtStart = received();
        final long freshAtStart = receivedFresh();
        sleep(durationNs);
        final long elapsedNs = System.nanoTime() - startNs;
        final long sentAtEnd = sent();
        final long receivedAtEnd = received();
        final long freshAtEnd = receivedFresh();
        final CpuTimes spent = CpuTimes.of(directorPid).since(cpu);

        settings.put(FIRST_KEY, load.stopped().encode());
        sending.join();
        awaitQuiet();
        final long offeredAll = sent() - sentBefore;
        return new Measurement(
            elapsedNs,
            sentAtEnd - sentAtStart,
            receivedAtEnd - receivedAtStart,
            offeredAll - (received() - receivedBefore),
            offeredAll,
            freshAtEnd - freshAtStart,
            spent);
    }

    /**
     * One call for the whole run, since the kernel idles for some 20 ms when it sets a call up. When the settings say
     * that it is over, the program drops what is left.
     */
    private void send()
    {
        do
        {
            frames.run(FRAMES_PER_CALL);
        }
        while (!LoadSettings.isStopped(settings.get(FIRST_KEY)));
    }

    private static void sleep(final long durationNs)
    {
        final long deadlineNs = System.nanoTime() + durationNs;
        long leftNs = durationNs;
        while (leftNs > 0)
        {
            LockSupport.parkNanos(leftNs);
            leftNs = deadlineNs - System.nanoTime();
        }
    }

    private void awaitQuiet()
    {
        long seen = received();
        long sinceNs = System.nanoTime();
        while (System.nanoTime() - sinceNs < QUIET_NS)
        {
            Thread.onSpinWait();
            final long now = received();
            if (now != seen)
            {
                seen = now;
                sinceNs = System.nanoTime();
            }
        }
    }

    private long sent()
    {
        return ByteBuffer.wrap(state.get(FIRST_KEY)).order(ByteOrder.nativeOrder()).getLong();
    }

    private long received()
    {
        return count(RECEIVED);
    }

    private long receivedFresh()
    {
        return count(RECEIVED_FRESH);
    }

    /** A counter of struct load_counts, over all CPUs. */
    private long count(final int index)
    {
        final ByteBuffer perCpu = ByteBuffer.wrap(counts.get(FIRST_KEY)).order(ByteOrder.nativeOrder());
        long sum = 0;
        for (int offset = 0; offset < perCpu.capacity(); offset += COUNTS_LENGTH)
        {
            sum += perCpu.getLong(offset + index * Long.BYTES);
        }

        return sum;
    }

    private static long milliseconds(final String text)
    {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(text));
    }
}
