/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackProcess;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProcessQuorumTest
{
    @Test
    void shouldNeedEnoughAndNotTooMany()
    {
        final ProcessQuorum quorum = new ProcessQuorum(tracked(2, 3, 0, 0), 1);

        assertEquals(Health.DOWN, quorum.health());
        assertTrue(quorum.onCount(2, 0));
        assertEquals(Health.UP, quorum.health());
        assertFalse(quorum.onCount(3, 0));
        assertTrue(quorum.onCount(4, 0));
        assertEquals(Health.DOWN, quorum.health());
    }

    @Test
    void shouldBeUpWithoutProcessesIfNoneIsAllowed()
    {
        final ProcessQuorum quorum = new ProcessQuorum(tracked(0, 0, 0, 0), 0);

        assertEquals(Health.UP, quorum.health());
        assertTrue(quorum.onCount(1, 0));
    }

    @Test
    void shouldOverlookAProcessThatIsReplacedInTime()
    {
        final ProcessQuorum quorum = new ProcessQuorum(tracked(1, Integer.MAX_VALUE, 0, 100), 1);

        assertFalse(quorum.onCount(0, 10));
        assertFalse(quorum.onCount(0, 109));
        assertFalse(quorum.onCount(1, 109));
        assertFalse(quorum.onCount(0, 200));
        assertTrue(quorum.onCount(0, 300));
        assertEquals(Health.DOWN, quorum.health());
    }

    @Test
    void shouldWaitForTheForkDelay()
    {
        final ProcessQuorum quorum = new ProcessQuorum(tracked(1, Integer.MAX_VALUE, 50, 0), 0);

        assertFalse(quorum.onCount(1, 10));
        assertTrue(quorum.onCount(1, 60));
        assertTrue(quorum.onCount(0, 61));
    }

    private static TrackProcess tracked(
        final int quorum, final int quorumMaximum, final long forkDelayNs, final long terminateDelayNs)
    {
        return new TrackProcess(
            "p", List.of("nginx"), TrackProcess.Match.EXACT, false, quorum, quorumMaximum, forkDelayNs,
            terminateDelayNs);
    }
}
