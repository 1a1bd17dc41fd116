/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

/**
 * What happened in a time window of a run.
 *
 * @param durationNs of the window.
 * @param offered    packets that the sender gave to the wire.
 * @param received   packets of the service that arrived at the server.
 * @param lost       packets offered in the whole run, warm-up included, that had not arrived when it had become quiet.
 * @param offeredAll packets offered in the whole run.
 * @param fresh      among the received: packets of flows of a single packet.
 * @param cpu        spent in the window.
 */
record Measurement(
    long durationNs, long offered, long received, long lost, long offeredAll, long fresh, CpuTimes cpu)
{
    private static final double NS_PER_SECOND = 1e9;

    /**
     * Packets that arrived.
     *
     * @return for each second.
     */
    double rate()
    {
        return received * NS_PER_SECOND / durationNs;
    }

    /**
     * Packets sent.
     *
     * @return for each second.
     */
    double offeredRate()
    {
        return offered * NS_PER_SECOND / durationNs;
    }

    /**
     * As one line, for {@link #parse(String)}.
     *
     * @return words separated by blanks.
     */
    String format()
    {
        return durationNs + " " + offered + " " + received + " " + lost + " " + offeredAll + " " + fresh + " " +
            cpu.workerNs() + " " + cpu.systemNs() + " " + cpu.othersNs() + " " + cpu.softIrqNs() + " " + cpu.idleNs() +
            " " + cpu.stolenNs();
    }

    /**
     * Read a line.
     *
     * @param line written by {@link #format()}.
     * @return the measurement.
     */
    static Measurement parse(final String line)
    {
        final String[] words = line.split(" ");
        final long[] values = new long[words.length];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = Long.parseLong(words[i]);
        }

        return new Measurement(
            values[0], values[1], values[2], values[3], values[4], values[5],
            new CpuTimes(values[6], values[7], values[8], values[9], values[10], values[11]));
    }
}
