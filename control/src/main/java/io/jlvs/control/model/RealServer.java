/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Position;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.vrrp.model.ScriptCommand;

import java.util.List;
import java.util.Optional;

/**
 * A block {@code real_server}.
 *
 * @param key                  identity within the service.
 * @param weight               while it is up.
 * @param forwarding           of its own or of the virtual server.
 * @param upperThreshold       0 = none.
 * @param lowerThreshold       0 = none.
 * @param isInhibitedOnFailure weight 0 instead of removal when it fails.
 * @param notifyUp             command run when it comes.
 * @param notifyDown           command run when it goes.
 * @param checks               all must pass; none: it counts as up.
 * @param position             where the block begins.
 */
public record RealServer(
    DestinationKey key,
    int weight,
    Forwarding forwarding,
    int upperThreshold,
    int lowerThreshold,
    boolean isInhibitedOnFailure,
    Optional<ScriptCommand> notifyUp,
    Optional<ScriptCommand> notifyDown,
    List<CheckSettings> checks,
    Position position)
{
}
