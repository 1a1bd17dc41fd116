/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import io.jlvs.perf.process.MeasurementException;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswersTest
{
    @Test
    void shouldFindTheResultAmongTheWordsOfWrk()
    {
        final Answers answers = Answers.parse(
            "Running 2s test @ http://10.90.0.100:80/\n" +
            "Requests/sec:  50000.00\n" +
            "answers 100000 2000000 410 1900 3\n");

        assertEquals(new Answers(100_000, 2_000_000, 410, 1_900, 3), answers);
        assertEquals(50_000, answers.rate());
    }

    @Test
    void shouldSayWhatWrkSaidInsteadOfAResult()
    {
        final MeasurementException ex =
            assertThrows(MeasurementException.class, () -> Answers.parse("unable to connect"));

        assertTrue(ex.getMessage().contains("unable to connect"), ex.getMessage());
    }
}
