/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.SyncGroup;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static io.jlvs.vrrp.track.TestVrrp.configuration;
import static io.jlvs.vrrp.track.TestVrrp.files;
import static io.jlvs.vrrp.track.TestVrrp.group;
import static io.jlvs.vrrp.track.TestVrrp.instance;
import static io.jlvs.vrrp.track.TestVrrp.interfaces;
import static io.jlvs.vrrp.track.TestVrrp.processes;
import static io.jlvs.vrrp.track.TestVrrp.scripts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PriorityTallyTest
{
    private static final TrackedFacts LINK_UP =
        TrackedFacts.NONE.with(new TrackedChange.OfInterface("eth0", Health.UP));
    private static final int BASE = 100;

    /** Priority, or FAULT, or WAIT. */
    @ParameterizedTest
    @CsvSource({
        "0,    false, UP,      100",
        "0,    false, DOWN,    FAULT",
        "0,    false, UNKNOWN, WAIT",
        "0,    false, IGNORED, 100",
        "0,    true,  UP,      FAULT",
        "0,    true,  DOWN,    100",
        "0,    true,  UNKNOWN, WAIT",
        "0,    true,  IGNORED, 100",
        "20,   false, UP,      120",
        "20,   false, DOWN,    100",
        "20,   false, UNKNOWN, 100",
        "20,   false, IGNORED, 100",
        "20,   true,  UP,      80",
        "20,   true,  DOWN,    100",
        "20,   true,  UNKNOWN, 100",
        "20,   true,  IGNORED, 100",
        "-20,  false, UP,      100",
        "-20,  false, DOWN,    80",
        "-20,  false, UNKNOWN, 100",
        "-20,  false, IGNORED, 100",
        "-20,  true,  UP,      100",
        "-20,  true,  DOWN,    120",
        "-20,  true,  UNKNOWN, 100",
        "-20,  true,  IGNORED, 100",
        "253,  false, UP,      254",
        "-253, false, DOWN,    1"})
    void shouldWeighScripts(final int weight, final boolean isReverse, final Health health, final String expected)
    {
        final Tally tally = tally(
            instance("VI_1", BASE, scripts(new Tracked("chk", weight, isReverse))),
            LINK_UP.with(new TrackedChange.OfScript("chk", health)));

        assertEquals(expected, text(tally));
    }

    @ParameterizedTest
    @CsvSource({
        "0,    false, UP,   100",
        "0,    false, DOWN, FAULT",
        "0,    true,  UP,   FAULT",
        "0,    true,  DOWN, 100",
        "20,   false, UP,   120",
        "20,   false, DOWN, 100",
        "-20,  false, UP,   100",
        "-20,  false, DOWN, 80",
        "-20,  true,  DOWN, 120",
        "20,   true,  UP,   80"})
    void shouldWeighInterfacesAndProcessesAlike(
        final int weight, final boolean isReverse, final Health health, final String expected)
    {
        final Tracked tracked = new Tracked("x", weight, isReverse);

        assertEquals(expected, text(tally(
            instance("VI_1", BASE, interfaces(tracked)), LINK_UP.with(new TrackedChange.OfInterface("x", health)))));
        assertEquals(expected, text(tally(
            instance("VI_1", BASE, processes(tracked)), LINK_UP.with(new TrackedChange.OfProcess("x", health)))));
    }

    @ParameterizedTest
    @CsvSource({
        "0,  false, 0,    100",
        "0,  false, 1,    FAULT",
        "0,  false, -1,   FAULT",
        "0,  true,  0,    FAULT",
        "0,  true,  1,    100",
        "1,  false, 0,    100",
        "1,  false, 5,    105",
        "1,  false, -5,   95",
        "1,  false, 153,  253",
        "1,  false, 154,  254",
        "1,  false, 254,  254",
        "1,  false, -253, 1",
        "1,  false, -254, FAULT",
        "1,  false, 2147483648, 254",
        "1,  true,  254,  FAULT",
        "2,  false, 10,   120",
        "-2, false, 10,   80",
        "-2, false, 127,  FAULT",
        "2,  true,  10,   80",
        "-1, true,  10,   110"})
    void shouldWeighFiles(final int weight, final boolean isReverse, final long number, final String expected)
    {
        final Tally tally = tally(
            instance("VI_1", BASE, files(new Tracked("f", weight, isReverse))),
            LINK_UP.with(new TrackedChange.OfFile("f", number)));

        assertEquals(expected, text(tally));
    }

    @Test
    void shouldAddEverythingUpAndSayWhy()
    {
        final TrackSettings all = new TrackSettings(
            List.of(new Tracked("eth1", -30, false)),
            List.of(new Tracked("chk", 20, false), new Tracked("off", 5, false)),
            List.of(new Tracked("f", 1, false)),
            List.of(new Tracked("nginx", -10, false)),
            false,
            false);

        final Tally tally = tally(
            instance("VI_1", BASE, all),
            LINK_UP
                .with(new TrackedChange.OfInterface("eth1", Health.DOWN))
                .with(new TrackedChange.OfScript("chk", Health.UP))
                .with(new TrackedChange.OfFile("f", 7))
                .with(new TrackedChange.OfProcess("nginx", Health.DOWN)));

        assertEquals(87, tally.priority());
        assertEquals(
            List.of("-30 interface eth1 down", "+20 script chk up", "+7 file f 7", "-10 process nginx down"),
            tally.reasons());
    }

    @Test
    void shouldBeFaultyWithoutItsInterfaceUnlessToldNotToLook()
    {
        final TrackSettings blind = new TrackSettings(List.of(), List.of(), List.of(), List.of(), true, false);

        assertEquals(
            List.of("interface eth0 down"),
            tally(instance("VI_1", BASE, TrackSettings.NONE), TrackedFacts.NONE).faults());
        assertFalse(tally(instance("VI_1", BASE, blind), TrackedFacts.NONE).isFaulty());
    }

    @Test
    void shouldBeFaultyWithoutASourceAddress()
    {
        final VrrpInstance instance = instance("VI_1", BASE, TrackSettings.NONE);
        final TrackedFacts gone = LINK_UP.with(new TrackedChange.OfSource("VI_1", false));

        assertEquals(List.of("no IPv4 address for interface"), tally(instance, gone).faults());
        assertFalse(tally(instance, gone.with(new TrackedChange.OfSource("VI_1", true))).isFaulty());
        assertFalse(tally(instance("VI_2", BASE, TrackSettings.NONE), gone).isFaulty());
    }

    @Test
    void shouldBeTheLastChoiceWhileTheDirectorCannotForward()
    {
        final TrackedFacts broken = LINK_UP.with(new TrackedChange.OfDirector(false, "worker 0 is stuck"));

        assertEquals(1, tally(instance("VI_1", BASE, TrackSettings.NONE), broken).priority());
        assertFalse(tally(instance("VI_1", BASE, TrackSettings.NONE), broken).isFaulty());
        assertEquals(
            List.of("director cannot forward: worker 0 is stuck"),
            tally(instance("VI_1", BASE, TrackSettings.NONE), broken).reasons());
        assertEquals(
            BASE,
            tally(
                instance("VI_1", BASE, TrackSettings.NONE),
                broken.with(new TrackedChange.OfDirector(true, ""))).priority());
    }

    @Test
    void shouldBeAFaultOfAnOwnerThatTheDirectorCannotForward()
    {
        final TrackedFacts broken = LINK_UP.with(new TrackedChange.OfDirector(false, "worker 0 is stuck"));

        final Tally tally = tally(instance("VI_1", 255, TrackSettings.NONE), broken);

        assertEquals(255, tally.priority());
        assertEquals(List.of("director cannot forward: worker 0 is stuck"), tally.faults());
    }

    @Test
    void shouldIgnoreWeightsOfAnOwnerButNotItsFaults()
    {
        final TrackSettings all = new TrackSettings(
            List.of(new Tracked("eth1", -30, false)),
            List.of(new Tracked("weighted", -20, false), new Tracked("plain", 0, false)),
            List.of(new Tracked("default", 1, false), new Tracked("other", 2, false)),
            List.of(new Tracked("nginx", -10, false)),
            false,
            false);
        final VrrpInstance owner = instance("VI_1", 255, all);
        final TrackedFacts bad = LINK_UP
            .with(new TrackedChange.OfInterface("eth1", Health.DOWN))
            .with(new TrackedChange.OfScript("weighted", Health.DOWN))
            .with(new TrackedChange.OfScript("plain", Health.UP))
            .with(new TrackedChange.OfFile("other", -20))
            .with(new TrackedChange.OfProcess("nginx", Health.DOWN));

        assertEquals(new Tally(255, List.of(), List.of(), List.of()), tally(owner, bad));
        assertEquals(
            List.of("script plain down", "file default 1"),
            tally(owner, bad
                .with(new TrackedChange.OfScript("plain", Health.DOWN))
                .with(new TrackedChange.OfFile("default", 1))).faults());
    }

    @Test
    void shouldIgnoreOwnWeightsInASyncGroup()
    {
        final TrackSettings all = new TrackSettings(
            List.of(new Tracked("eth1", -30, false)),
            List.of(new Tracked("weighted", -20, false)),
            List.of(new Tracked("default", 1, false)),
            List.of(new Tracked("nginx", -10, false)),
            false,
            false);
        final VrrpInstance member = instance("VI_1", BASE, all);
        final TrackedFacts bad = LINK_UP
            .with(new TrackedChange.OfInterface("eth1", Health.DOWN))
            .with(new TrackedChange.OfScript("weighted", Health.DOWN))
            .with(new TrackedChange.OfFile("default", 3))
            .with(new TrackedChange.OfProcess("nginx", Health.DOWN));

        final Tally strict = tally(member, bad, group(false, TrackSettings.NONE, "VI_1"));
        final Tally floating = tally(member, bad, group(true, TrackSettings.NONE, "VI_1"));

        assertEquals(BASE, strict.priority());
        assertEquals(List.of("interface eth1 down", "file default 3"), strict.faults());
        assertEquals(BASE - 30 - 20 + 3 - 10, floating.priority());
        assertFalse(floating.isFaulty());
    }

    @Test
    void shouldTrackWhatItsGroupTracks()
    {
        final VrrpInstance member = instance("VI_1", BASE, TrackSettings.NONE);
        final SyncGroup group = group(false, scripts(new Tracked("chk", -20, false)), "VI_1");
        final TrackedFacts bad = LINK_UP.with(new TrackedChange.OfScript("chk", Health.DOWN));

        assertEquals(80, tally(member, bad, group).priority());
        assertEquals(BASE, tally(instance("VI_9", BASE, TrackSettings.NONE), bad, group).priority());
    }

    @Test
    void shouldHaveFaultsInsteadOfGroupWeightsWithAnOwnerInTheGroup()
    {
        final VrrpInstance member = instance("VI_1", BASE, TrackSettings.NONE);
        final VrrpInstance owner = instance("VI_2", 255, TrackSettings.NONE);
        final SyncGroup group = group(true, scripts(new Tracked("chk", -20, false)), "VI_1", "VI_2");

        final Tally tally = new PriorityTally(configuration(List.of(group), member, owner), member)
            .tally(LINK_UP.with(new TrackedChange.OfScript("chk", Health.DOWN)));

        assertEquals(BASE, tally.priority());
        assertTrue(tally.isFaulty());
    }

    @Test
    void shouldPreferTheWeightOfTheGroupUnlessItsOwnIsZero()
    {
        final SyncGroup group =
            group(true, scripts(new Tracked("a", -20, false), new Tracked("b", -20, false)), "VI_1");
        final VrrpInstance member =
            instance("VI_1", BASE, scripts(new Tracked("a", -5, false), new Tracked("b", 0, false)));

        final Tally tally = tally(
            member,
            LINK_UP
                .with(new TrackedChange.OfScript("a", Health.DOWN))
                .with(new TrackedChange.OfScript("b", Health.DOWN)),
            group);

        assertEquals(80, tally.priority());
        assertEquals(List.of("script b down"), tally.faults());
    }

    private static Tally tally(final VrrpInstance instance, final TrackedFacts facts, final SyncGroup... groups)
    {
        return new PriorityTally(configuration(List.of(groups), instance), instance).tally(facts);
    }

    private static String text(final Tally tally)
    {
        if (!tally.isReady())
        {
            return "WAIT";
        }
        return tally.isFaulty() ? "FAULT" : Integer.toString(tally.priority());
    }
}
