/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.util.List;

/**
 * What follows from an event.
 *
 * @param state   from now on.
 * @param actions to be done, in this order.
 */
public record VrrpStep(VrrpState state, List<VrrpAction> actions)
{
}
