/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * A distinct error as it was read from a director.
 *
 * @param count            how often it was seen.
 * @param firstTimestampMs wall clock of the first time, milliseconds since 1970.
 * @param lastTimestampMs  wall clock of the last time.
 * @param text             exception with its stack trace.
 */
public record ErrorRow(int count, long firstTimestampMs, long lastTimestampMs, String text)
{
}
