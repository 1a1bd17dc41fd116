/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.xdp;

import io.jlvs.bpf.BpfObject;
import io.jlvs.bpf.ProgramRun;
import io.jlvs.dataplane.table.ForwardingCode;
import io.jlvs.perf.process.MeasurementException;
import io.jlvs.perf.report.Report;
import io.jlvs.perf.report.Result;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Nanoseconds for a packet in the director's XDP program, against a program that only swaps MAC addresses, by
 * BPF_PROG_TEST_RUN. All programs run under the same wrapper, in turns; its own cost, measured with a program that does
 * nothing, is taken off and the cost of an empty test run put back, so that a ratio is that of programs run alone.
 */
public final class XdpBenchmark
{
    private static final String OBJECT = "/io/jlvs/perf/xdp.bpf.o";
    private static final int ROUNDS_DEFAULT = 15;
    private static final int REPEATS = 1_000_000;
    private static final int WARM_UP_REPEATS = 2_000_000;
    private static final int FRAME_LENGTH = 60;
    private static final int XDP_TX = 3;
    private static final int SETTINGS_LENGTH = 24;
    private static final int MANY = 10_000;
    private static final int MILLION = 1_000_000;

    private final BpfObject object;
    private final ProgramRun wrapper;
    private final ProgramRun alone;

    private XdpBenchmark(final BpfObject object)
    {
        this.object = object;
        wrapper = new ProgramRun(object.programFd("vary"));
        alone = new ProgramRun(object.programFd("empty"));
    }

    /** What runs under the wrapper. */
    private record Candidate(String name, int fd, int flows, double[] ns)
    {
    }

    /**
     * Run and report.
     *
     * @param report takes the figures.
     */
    public static void run(final Report report)
    {
        run(report, ROUNDS_DEFAULT, MILLION);
    }

    static void run(final Report report, final int rounds, final int mostFlows)
    {
        try (BpfObject object = BpfObject.open(OBJECT, "jlperf");
            MeasuredProgram one = new MeasuredProgram(1, ForwardingCode.DIRECT_ROUTE);
            MeasuredProgram many = new MeasuredProgram(MANY, ForwardingCode.DIRECT_ROUTE);
            MeasuredProgram most = new MeasuredProgram(mostFlows, ForwardingCode.DIRECT_ROUTE);
            MeasuredProgram tunnel = new MeasuredProgram(1, ForwardingCode.TUNNEL);
            MeasuredProgram manyTunnels = new MeasuredProgram(MANY, ForwardingCode.TUNNEL))
        {
            object.load();
            new XdpBenchmark(object).measure(
                report,
                rounds,
                new Candidate("nothing", object.programFd("empty"), 1, new double[rounds]),
                new Candidate("bare: swap MAC addresses, XDP_TX", object.programFd("bare"), 1, new double[rounds]),
                new Candidate("direct route", one.fd(), 1, new double[rounds]),
                new Candidate("direct route", many.fd(), MANY, new double[rounds]),
                new Candidate("direct route", most.fd(), mostFlows, new double[rounds]),
                new Candidate("tunnel", tunnel.fd(), 1, new double[rounds]),
                new Candidate("tunnel", manyTunnels.fd(), MANY, new double[rounds]));
        }
    }

    private void measure(final Report report, final int rounds, final Candidate... candidates)
    {
        final double[] empty = new double[rounds];
        for (int round = -1; round < rounds; round++)
        {
            if (round >= 0)
            {
                alone.run(new byte[FRAME_LENGTH], REPEATS);
                empty[round] = alone.durationNs();
            }
            for (final Candidate candidate : candidates)
            {
                final int ns = run(candidate, round < 0 ? WARM_UP_REPEATS : REPEATS);
                if (round >= 0)
                {
                    candidate.ns()[round] = ns;
                }
            }
        }

        final Candidate nothing = candidates[0];
        final Candidate bare = candidates[1];
        for (final Candidate candidate : candidates)
        {
            final double[] net = new double[rounds];
            final double[] ratio = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                final double outside = nothing.ns()[round] - empty[round];
                net[round] = candidate.ns()[round] - outside;
                ratio[round] = net[round] / (bare.ns()[round] - outside);
            }
            report.add(new Result(candidate.name())
                .with("flows", candidate.flows())
                .with("ns/packet", round(median(net)))
                .with("of bare", round(median(ratio)))
                .with("with wrapper, ns", round(median(candidate.ns())))
                .with("rounds", rounds));
        }
    }

    private int run(final Candidate candidate, final int repeats)
    {
        final byte[] settings = ByteBuffer.allocate(SETTINGS_LENGTH)
            .order(ByteOrder.nativeOrder())
            .putInt(candidate.flows())
            .putInt(MeasuredProgram.FIRST_CLIENT)
            .putInt(MeasuredProgram.SERVICE)
            .putInt(MeasuredProgram.PORT)
            .putLong(1)
            .array();
        final byte[] first = new byte[Integer.BYTES];
        object.map("settings").put(first, settings);
        object.map("measured").put(
            first,
            ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(candidate.fd()).array());

        final int action = wrapper.run(new byte[FRAME_LENGTH], repeats);
        if (action != XDP_TX)
        {
            throw new MeasurementException(candidate.name() + " answered " + action + ", not XDP_TX", null);
        }

        return wrapper.durationNs();
    }

    private static double median(final double[] values)
    {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);

        return sorted[sorted.length / 2];
    }

    private static double round(final double value)
    {
        return Math.round(value * 100) / 100.0;
    }
}
