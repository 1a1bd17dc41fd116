/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.perf.process.MeasurementException;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of the load run.
 *
 * @param isQuick         one short turn, to see that it works rather than to measure.
 * @param sink            how the server counts.
 * @param directorOptions added to the director's command.
 */
public record LoadOptions(boolean isQuick, Sink sink, List<String> directorOptions)
{
    private static final String QUICK = "--quick";
    private static final String XDP_SINK = "--xdp-sink";
    private static final String END = "--";

    /**
     * From a command line.
     *
     * @param args {@code [--quick] [--xdp-sink] [-- DIRECTOR_OPTION...]}.
     * @return the options.
     * @throws MeasurementException if there is no such option.
     */
    public static LoadOptions parse(final List<String> args)
    {
        final int end = args.contains(END) ? args.indexOf(END) : args.size();
        final List<String> own = new ArrayList<>(args.subList(0, end));
        final boolean isQuick = own.remove(QUICK);
        final boolean isXdpSink = own.remove(XDP_SINK);
        if (!own.isEmpty())
        {
            throw new MeasurementException(
                "unknown option '" + own.get(0) + "'; there are --quick, --xdp-sink, -- DIRECTOR_OPTION...", null);
        }

        return new LoadOptions(
            isQuick,
            isXdpSink ? Sink.XDP : Sink.SKB,
            List.copyOf(args.subList(Math.min(end + 1, args.size()), args.size())));
    }
}
