/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.util.List;

/**
 * A counter as it was read from a director.
 *
 * @param typeId   of a descriptor, or {@link DirectorCounters#VERDICT_TYPE_ID}.
 * @param label    name.
 * @param value    sum over the workers, or their maximum for a maximum.
 * @param byWorker value of each worker; empty for a counter that the director has once.
 */
public record CounterRow(int typeId, String label, long value, List<Long> byWorker)
{
}
