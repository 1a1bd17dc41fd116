/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

/**
 * Something that can be tracked, and what it weighs where a line that tracks it says nothing else.
 *
 * @param <T>       kind.
 * @param name      by which it is tracked.
 * @param tracker   itself.
 * @param weight    as in {@link io.jlvs.vrrp.model.Tracked}.
 * @param isReverse as in {@link io.jlvs.vrrp.model.Tracked}.
 */
record TrackerDefinition<T>(String name, T tracker, int weight, boolean isReverse)
{
}
