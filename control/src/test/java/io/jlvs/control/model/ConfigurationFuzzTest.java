/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/**
 * Files of the field with random damage: every one is either taken or reported, none throws.
 */
class ConfigurationFuzzTest
{
    private static final int DAMAGED_FILES = 300;
    private static final List<String> FILES = List.of(
        "field-000.conf", "field-002.conf", "field-004-backup.conf", "field-004-script.conf", "recorded-plain.conf");
    private static final List<String> PIECES = List.of(
        "", " ", "\n", "{", "}", "\"", "'", "#", "//", "-1", "99999999999999999999", "0.0000001", "::", "fwmark",
        "group", "TUN type", "\0", "\u3000", "\\", "$A=", "${", "%", "200-", "alpha maybe\n",
        "hysteresis 9\n", "quorum 0\n");

    @Test
    void shouldTakeOrReportAnyDamage()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < DAMAGED_FILES; i++)
        {
            final StringBuilder text =
                new StringBuilder(TestConfigurations.resource(FILES.get(random.nextInt(FILES.size()))));
            for (int j = random.nextInt(12); j >= 0; j--)
            {
                final int start = random.nextInt(text.length());
                final int end = Math.min(text.length(), start + random.nextInt(12));
                text.replace(start, end, PIECES.get(random.nextInt(PIECES.size())));
            }

            buildOrFail(seed, text.toString());
        }
    }

    private static void buildOrFail(final long seed, final String text)
    {
        try
        {
            TestConfigurations.build(text);
        }
        catch (final RuntimeException | StackOverflowError ex)
        {
            throw new AssertionError("seed " + seed + ", text:\n" + text, ex);
        }
    }
}
