/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import java.util.List;

/**
 * What follows from an outcome.
 *
 * @param log        lines to log first.
 * @param transition of this check.
 * @param delayNs    until the next check.
 */
public record CheckStep(List<String> log, Transition transition, long delayNs)
{
    /**
     * Changes of a check.
     */
    public enum Transition
    {
        /** As before. */
        NONE,
        /** It failed before and passes now. */
        UP,
        /** It passed before and fails now. */
        DOWN
    }
}
