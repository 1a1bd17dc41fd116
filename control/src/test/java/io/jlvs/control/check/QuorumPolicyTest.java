/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QuorumPolicyTest
{
    @Test
    void shouldGainAndLoseHysteresisApart()
    {
        final QuorumPolicy policy = new QuorumPolicy(5, 2);

        assertEquals(7, policy.threshold(false));
        assertEquals(3, policy.threshold(true));
        assertFalse(policy.isReached(false, 6));
        assertTrue(policy.isReached(false, 7));
        assertTrue(policy.isReached(true, 3));
        assertFalse(policy.isReached(true, 2));
    }

    @Test
    void shouldLoseQuorumOfZeroWithoutAnyWeight()
    {
        final QuorumPolicy policy = new QuorumPolicy(0, 0);

        assertTrue(policy.isReached(false, 0));
        assertFalse(policy.isReached(true, 0));
    }
}
