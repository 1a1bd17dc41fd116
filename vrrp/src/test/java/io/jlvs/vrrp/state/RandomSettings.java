/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.util.SplittableRandom;

/**
 * Settings of two routers that may meet on a wire.
 */
final class RandomSettings
{
    private static final String[][] INTERVALS = {
        {"1", "1"}, {"0.1", "0.1"}, {"0.01", "0.01"}, {"0.01", "0.04"}, {"1", "0.3"}};

    private RandomSettings()
    {
    }

    static String[] pair(final SplittableRandom random)
    {
        final boolean isVersion2 = 0 == random.nextInt(4);
        final String[] intervals = INTERVALS[isVersion2 ? 0 : random.nextInt(INTERVALS.length)];
        final int downTimerAdverts = random.nextInt(4) > 0 ? 3 : 2 + random.nextInt(3);
        final String[] settings = new String[2];
        for (int i = 0; i < settings.length; i++)
        {
            settings[i] = "version " + (isVersion2 ? 2 : 3) + " advert_int " + intervals[i] +
                " down_timer_adverts " + downTimerAdverts + " priority " + priority(random);
            settings[i] += maybe(random, " master") + maybe(random, " lower_prio_no_advert") +
                maybe(random, " higher_prio_send_advert");
            settings[i] += 0 == random.nextInt(3) ? maybe(random, " nopreempt") : maybe(random, " preempt_delay 1.5");
        }

        return settings;
    }

    static String withAnotherPriority(final String settings, final SplittableRandom random)
    {
        return settings.replaceFirst("priority \\d+", "priority " + priority(random));
    }

    private static int priority(final SplittableRandom random)
    {
        return switch (random.nextInt(8))
        {
            case 0 -> 255;
            case 1, 2 -> 100;
            default -> random.nextInt(1, 255);
        };
    }

    private static String maybe(final SplittableRandom random, final String text)
    {
        return 0 == random.nextInt(4) ? text : "";
    }
}
