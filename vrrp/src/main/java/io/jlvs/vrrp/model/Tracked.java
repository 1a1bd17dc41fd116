/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

/**
 * A line of {@code track_interface}, {@code track_script}, {@code track_file} or {@code track_process}.
 *
 * @param name      of what is tracked.
 * @param weight    added to the priority while it is well (positive) or while it has failed (negative); for a file a
 *                  factor of its number. 0: a failure is a fault, as is another number than 0 in a file.
 * @param isReverse success and failure change places; for a file the sign of the weight changes.
 */
public record Tracked(String name, int weight, boolean isReverse)
{
}
