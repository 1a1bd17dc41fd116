/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import io.jlvs.perf.process.MeasurementException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LoadOptionsTest
{
    @Test
    void shouldPassOnWhatFollowsTheDashes()
    {
        assertEquals(
            new LoadOptions(true, Sink.XDP, List.of("--workers", "2")),
            LoadOptions.parse(List.of("--xdp-sink", "--quick", "--", "--workers", "2")));
        assertEquals(new LoadOptions(false, Sink.SKB, List.of()), LoadOptions.parse(List.of()));
        assertEquals(new LoadOptions(false, Sink.SKB, List.of()), LoadOptions.parse(List.of("--")));
    }

    @Test
    void shouldNameAnUnknownOption()
    {
        final MeasurementException ex =
            assertThrows(MeasurementException.class, () -> LoadOptions.parse(List.of("--quik")));

        assertTrue(ex.getMessage().contains("'--quik'"), ex.getMessage());
    }
}
