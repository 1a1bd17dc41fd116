/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import io.jlvs.perf.process.MeasurementException;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of the HTTP run.
 *
 * @param isQuick         one short turn, to see that it works rather than to measure.
 * @param directorOptions added to the command of each director.
 */
public record HttpOptions(boolean isQuick, List<String> directorOptions)
{
    private static final String QUICK = "--quick";
    private static final String END = "--";

    /**
     * From a command line.
     *
     * @param args {@code [--quick] [-- DIRECTOR_OPTION...]}.
     * @return the options.
     * @throws MeasurementException if there is no such option.
     */
    public static HttpOptions parse(final List<String> args)
    {
        final int end = args.contains(END) ? args.indexOf(END) : args.size();
        final List<String> own = new ArrayList<>(args.subList(0, end));
        final boolean isQuick = own.remove(QUICK);
        if (!own.isEmpty())
        {
            throw new MeasurementException(
                "unknown option '" + own.get(0) + "'; there are --quick, -- DIRECTOR_OPTION...", null);
        }

        return new HttpOptions(isQuick, List.copyOf(args.subList(Math.min(end + 1, args.size()), args.size())));
    }
}
