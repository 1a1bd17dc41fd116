/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A block {@code track_file} (or {@code vrrp_track_file}): the number in a file, times the weight of the line that
 * tracks it, is added to the priority.
 *
 * @param name          by which it is tracked.
 * @param file          that holds the number.
 * @param initialValue  {@code init_file}: written when the file does not exist, if given.
 * @param isOverwriting {@code init_file} with {@code overwrite}: written even if it exists.
 */
public record TrackFile(String name, Path file, OptionalLong initialValue, boolean isOverwriting)
{
}
