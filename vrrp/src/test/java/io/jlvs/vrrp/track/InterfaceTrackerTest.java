/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.VrrpGlobals.LinkDelay;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class InterfaceTrackerTest
{
    private static final TrackedChange UP = new TrackedChange.OfInterface("eth0", Health.UP);
    private static final TrackedChange DOWN = new TrackedChange.OfInterface("eth0", Health.DOWN);

    private final InterfaceTracker tracker = new InterfaceTracker(Map.of("eth0", new LinkDelay(30, 50)));

    @Test
    void shouldNeedBothFlags()
    {
        assertEquals(
            Optional.of(new TrackedChange.OfInterface("a", Health.DOWN)), tracker.onLink("a", true, false, 0));
        assertEquals(
            Optional.of(new TrackedChange.OfInterface("b", Health.DOWN)), tracker.onLink("b", false, true, 0));
        assertEquals(Optional.of(new TrackedChange.OfInterface("a", Health.UP)), tracker.onLink("a", true, true, 0));
        assertEquals(Optional.empty(), tracker.onLink("a", true, true, 1));
    }

    @Test
    void shouldBelieveTheFirstNewsAtOnceAndLaterOnesAfterTheirDelay()
    {
        assertEquals(Optional.of(UP), tracker.onLink("eth0", true, true, 100));
        assertEquals(Optional.empty(), tracker.onLink("eth0", true, false, 200));
        assertEquals(230, tracker.deadlineNs());
        assertEquals(List.of(), tracker.onTime(229));
        assertEquals(List.of(DOWN), tracker.onTime(230));
        assertEquals(InterfaceTracker.NEVER, tracker.deadlineNs());

        assertEquals(Optional.empty(), tracker.onLink("eth0", true, true, 300));
        assertEquals(List.of(UP), tracker.onTime(350));
    }

    @Test
    void shouldForgetAChangeThatDoesNotLast()
    {
        tracker.onLink("eth0", true, true, 0);
        tracker.onLink("eth0", false, false, 10);

        assertEquals(Optional.empty(), tracker.onLink("eth0", true, true, 39));

        assertEquals(InterfaceTracker.NEVER, tracker.deadlineNs());
        assertEquals(List.of(), tracker.onTime(100));
    }

    @Test
    void shouldNotPutAChangeOffBecauseItIsToldTwice()
    {
        tracker.onLink("eth0", true, true, 0);
        tracker.onLink("eth0", true, false, 10);

        assertEquals(Optional.empty(), tracker.onLink("eth0", false, false, 30));
        assertEquals(Optional.of(DOWN), tracker.onLink("eth0", false, false, 40));
    }
}
