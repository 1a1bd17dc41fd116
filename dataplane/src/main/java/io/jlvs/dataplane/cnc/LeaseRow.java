/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.util.List;

/**
 * A lease as {@code jlvs stat} shows it.
 *
 * @param holder    name of the control process.
 * @param pid       of the control process.
 * @param state     not {@link LeaseState#FREE}.
 * @param leaseNs   how long the holder may be silent.
 * @param addresses that are or were leased.
 */
public record LeaseRow(String holder, long pid, LeaseState state, long leaseNs, List<LeasedAddress> addresses)
{
}
