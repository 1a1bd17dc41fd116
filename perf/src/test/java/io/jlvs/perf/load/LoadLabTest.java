/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Generator, wire and counting, with the kernel forwarding: needs root, for network namespaces. Packets that arrive
 * prove the layout that {@link LoadSettings} and generator.bpf.c share: addresses, port and MACs must be right.
 */
@Tag("lab")
@Timeout(60)
class LoadLabTest
{
    private static final int WARM_UP_MS = 50;
    private static final int WINDOW_MS = 500;

    @ParameterizedTest
    @EnumSource(Sink.class)
    void shouldSendAtTheGivenRateAndCountWhatArrives(final Sink sink)
    {
        final int packetsPerSecond = 5_000;

        try (LoadLab lab = new LoadLab(LoadNetwork.TWO_ARMS, Path.of(""), List.of()))
        {
            lab.sink(sink);
            lab.forwardByKernel();
            final Measurement measurement = lab.run(10_000, packetsPerSecond, WARM_UP_MS, WINDOW_MS);

            assertTrue(measurement.received() > 0, measurement::toString);
            assertEquals(0, measurement.lost(), measurement::toString);
            assertTrue(measurement.offeredRate() <= 1.1 * packetsPerSecond, measurement::toString);
        }
    }

    @Test
    void shouldNoticeLoss()
    {
        try (LoadLab lab = new LoadLab(LoadNetwork.ONE_ARM, Path.of(""), List.of()))
        {
            final Measurement measurement = lab.run(1, 1_000, WARM_UP_MS, WINDOW_MS);

            assertEquals(0, measurement.received(), measurement::toString);
            assertEquals(measurement.offeredAll(), measurement.lost(), measurement::toString);
            assertTrue(measurement.offeredAll() > 0, measurement::toString);
        }
    }
}
