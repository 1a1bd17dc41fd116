/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.report;

import java.util.List;

/**
 * The middle of several measurements.
 */
public final class Medians
{
    private Medians()
    {
    }

    /**
     * Median.
     *
     * @param values at least one; of an even number the upper one of the two in the middle.
     * @return the value.
     */
    public static double of(final List<Double> values)
    {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
