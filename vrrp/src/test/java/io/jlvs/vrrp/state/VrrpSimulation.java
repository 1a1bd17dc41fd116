/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.ElectionSettings;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * Two routers, a lossy wire, and failures at random times; {@link MastershipRules} are checked at every event. All that
 * is random comes from one seed.
 */
final class VrrpSimulation
{
    private static final int FAILURES_BETWEEN_CALMS = 40;
    private static final int DOWN_INTERVALS_TO_SETTLE = 4;
    private static final int REMEMBERED = 60;

    private final PriorityQueue<Occasion> queue = new PriorityQueue<>(
        Comparator.comparingLong(Occasion::timeNs).thenComparingLong(Occasion::number));
    private final Deque<Object[]> past = new ArrayDeque<>();
    private final SimulatedRouter[] routers = new SimulatedRouter[2];
    private final long[] timerNs = {NEVER, NEVER};
    private final SplittableRandom random;
    private final SimulatedWire wire;
    private final MastershipRules rules;
    private final String[] settings;
    private final long intervalNs;
    private final long latenessNs;
    private long nowNs;
    private long numbered;
    private long failures;
    private int generation;

    VrrpSimulation(final long seed, final SimulatedRouter.Stepping stepping)
    {
        random = new SplittableRandom(seed);
        settings = RandomSettings.pair(random);
        final ElectionSettings first = TestSettings.parse(settings[0]);
        final ElectionSettings second = TestSettings.parse(settings[1]);
        final long shortestNs = Math.min(first.advertIntervalNs(), second.advertIntervalNs());
        intervalNs = Math.max(first.advertIntervalNs(), second.advertIntervalNs());
        latenessNs = shortestNs / 20;
        final long delayNs = shortestNs / 10;
        wire = new SimulatedWire(random, delayNs);
        rules = new MastershipRules(wire, latenessNs, delayNs);
        routers[0] = new SimulatedRouter(TestSettings.address("10.0.0.1"), first, stepping, this::send);
        routers[1] = new SimulatedRouter(TestSettings.address("10.0.0.2"), second, stepping, this::send);
    }

    /**
     * Lets things go wrong.
     *
     * @param count of failures.
     * @return this.
     * @throws AssertionError with the last events when a rule is broken.
     */
    VrrpSimulation run(final long count)
    {
        try
        {
            at(0, "start", () -> routers[0].start(nowNs));
            at(random.nextLong(intervalNs), "start", () -> routers[1].start(nowNs));
            while (failures < count)
            {
                final long target = Math.min(count, failures + FAILURES_BETWEEN_CALMS);
                scheduleFailure();
                runWhile(() -> failures < target);
                calm();
            }
        }
        catch (final AssertionError ex)
        {
            throw new AssertionError(ex.getMessage() + '\n' + describe(), ex);
        }

        return this;
    }

    long failures()
    {
        return failures;
    }

    long events()
    {
        return numbered;
    }

    MastershipRules rules()
    {
        return rules;
    }

    private void runWhile(final BooleanSupplier condition)
    {
        while (condition.getAsBoolean())
        {
            final Occasion next = queue.remove();
            nowNs = next.timeNs();
            rules.check(routers, nowNs);
            past.addLast(new Object[] {nowNs, next.what(), routers[0].toString(), routers[1].toString()});
            if (past.size() > REMEMBERED)
            {
                past.removeFirst();
            }
            next.deed().run();
            rules.observe(routers, nowNs);
            schedule(0);
            schedule(1);
        }
    }

    /**
     * All is mended; after a preempt delay and some down intervals there must be one master. A down interval is at most
     * its adverts and one interval for the skew.
     */
    private void calm()
    {
        generation++;
        wire.calm();
        for (int i = 0; i < 2; i++)
        {
            final SimulatedRouter router = routers[i];
            if (!router.isRunning())
            {
                router.start(nowNs);
            }
            else if (!router.isAwake())
            {
                router.thaw(nowNs);
            }
            router.step(new VrrpEvent.FaultChanged(false, ""), nowNs);
            schedule(i);
        }
        rules.observe(routers, nowNs);

        final boolean[] isOver = {false};
        final long delayNs = Math.max(routers[0].settings().preemptDelayNs(), routers[1].settings().preemptDelayNs());
        final long downNs = (routers[0].settings().downTimerAdverts() + 1) * intervalNs;
        at(delayNs + DOWN_INTERVALS_TO_SETTLE * downNs, "calm", () -> isOver[0] = true);
        runWhile(() -> !isOver[0]);
        rules.checkSettled(routers);
        wire.storm(false);
    }

    private void scheduleFailure()
    {
        final int epoch = generation;
        at(random.nextLong(4 * intervalNs), "failure", () ->
        {
            if (epoch == generation)
            {
                fail(random.nextInt(2));
                scheduleFailure();
            }
        });
    }

    private void fail(final int i)
    {
        final SimulatedRouter router = routers[i];
        if (!router.isAwake())
        {
            return;
        }

        failures++;
        final long durationNs = random.nextLong(8 * intervalNs);
        switch (random.nextInt(11))
        {
            case 0 -> repair(i, durationNs, "kill", router::kill, () -> router.start(nowNs));
            case 1 -> repair(i, durationNs, "stop", () -> router.stop(nowNs), () -> router.start(nowNs));
            case 2 -> repair(i, durationNs, "freeze", router::freeze, () -> router.thaw(nowNs));
            case 3 -> repair(i, durationNs, "cut", () -> cut(false), () -> cut(true));
            case 4 -> repair(i, durationNs, "cut one way", () -> wire.isUp(i, false), () -> wire.isUp(i, true));
            case 5 -> repair(i, durationNs, "storm", () -> wire.storm(true), () -> wire.storm(false));
            case 6 -> repair(i, durationNs, "fault",
                () -> router.step(new VrrpEvent.FaultChanged(true, "script chk"), nowNs),
                () -> router.step(new VrrpEvent.FaultChanged(false, ""), nowNs));
            case 7 -> interfere(i, "priority",
                () -> router.step(new VrrpEvent.PriorityChanged(random.nextInt(1, 255)), nowNs));
            case 8 -> interfere(i, "reload", () -> reload(i));
            case 9 -> interfere(i, "outrun", () -> router.step(new VrrpEvent.Outrun("lease lost"), nowNs));
            default -> repair(i, durationNs / 8, "short freeze", router::freeze, () -> router.thaw(nowNs));
        }
    }

    private void reload(final int i)
    {
        settings[i] = RandomSettings.withAnotherPriority(settings[i], random);
        routers[i].reload(TestSettings.parse(settings[i]), nowNs);
    }

    private void cut(final boolean isUp)
    {
        wire.isUp(0, isUp);
        wire.isUp(1, isUp);
    }

    private void interfere(final int i, final String what, final Runnable deed)
    {
        remember(what, i);
        deed.run();
        rules.onInterference(i);
    }

    private void repair(
        final int i, final long durationNs, final String what, final Runnable damage, final Runnable repair)
    {
        remember(what, i);
        damage.run();
        final int epoch = generation;
        at(durationNs, "end of " + what + ' ' + i, () ->
        {
            if (epoch == generation)
            {
                repair.run();
            }
        });
    }

    private void send(final SimulatedRouter sender, final VrrpEvent.AdvertReceived advert)
    {
        final int i = sender == routers[0] ? 0 : 1;
        final int copies = wire.copies(i);
        rules.onAdvert(routers, i, 0 == copies, nowNs);
        for (int copy = 0; copy < copies; copy++)
        {
            at(wire.delayNs(), "advert " + advert.priority() + " of " + i,
                () -> routers[1 - i].receive(advert, nowNs));
        }
    }

    /**
     * The timer of a router is served a little late.
     */
    private void schedule(final int i)
    {
        final long deadlineNs = routers[i].deadlineNs();
        if (NEVER == deadlineNs || deadlineNs == timerNs[i])
        {
            return;
        }

        timerNs[i] = deadlineNs;
        at(Math.max(0, deadlineNs - nowNs) + random.nextLong(latenessNs), "timer of " + i, () ->
        {
            if (timerNs[i] == deadlineNs)
            {
                timerNs[i] = NEVER;
                routers[i].serveTimer(nowNs);
            }
        });
    }

    private void at(final long delayNs, final String what, final Runnable deed)
    {
        queue.add(new Occasion(nowNs + delayNs, numbered++, what, deed));
    }

    private void remember(final String what, final int i)
    {
        past.addLast(new Object[] {nowNs, what + ' ' + i, "", ""});
    }

    private String describe()
    {
        final StringBuilder text = new StringBuilder();
        text.append("10.0.0.1 settings ").append(settings[0]).append("\n10.0.0.2 settings ").append(settings[1]);
        text.append('\n');
        past.forEach((entry) -> text.append(String.format("%.6f %s, before: %s, %s%n",
            (long)entry[0] / 1e9, entry[1], entry[2], entry[3])));
        return text.append(routers[0]).append(", ").append(routers[1]).toString();
    }

    private record Occasion(long timeNs, long number, String what, Runnable deed)
    {
    }
}
