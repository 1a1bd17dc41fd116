/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.OptionalInt;

/**
 * A line of {@code track_interface}, {@code track_script}, {@code track_file} or {@code track_process}.
 *
 * @param name      of what is tracked.
 * @param weight    if given here; else that of the tracked thing. 0: a failure is a fault.
 * @param isReverse success and failure change places.
 */
public record Tracked(String name, OptionalInt weight, boolean isReverse)
{
}
