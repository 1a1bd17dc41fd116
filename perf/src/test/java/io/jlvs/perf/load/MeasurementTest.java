/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * {@link Measurement} on its way between the processes.
 */
class MeasurementTest
{
    @Test
    void shouldComeBackFromItsLine()
    {
        final Measurement measurement =
            new Measurement(2_000_000_000L, 1_000, 500, 7, 2_000, 9, new CpuTimes(1, 2, 3, 4, 5, 6));

        assertEquals(measurement, Measurement.parse(measurement.format()));
        assertEquals(250, measurement.rate());
        assertEquals(500, measurement.offeredRate());
    }
}
