/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.Optional;

/**
 * Scripts of an instance or a sync group.
 *
 * @param onMaster              {@code notify_master}.
 * @param onBackup              {@code notify_backup}.
 * @param onFault               {@code notify_fault}.
 * @param onStop                {@code notify_stop}.
 * @param onDeleted             {@code notify_deleted}: instead of fault when a reload removes the instance.
 * @param onAny                 {@code notify}: type, name, state and priority are added as arguments.
 * @param onLowerPriority       {@code notify_master_rx_lower_pri}.
 * @param isTellingPriority     {@code notify_priority_changes}.
 */
public record NotifySettings(
    Optional<ScriptCommand> onMaster,
    Optional<ScriptCommand> onBackup,
    Optional<ScriptCommand> onFault,
    Optional<ScriptCommand> onStop,
    Optional<ScriptCommand> onDeleted,
    Optional<ScriptCommand> onAny,
    Optional<ScriptCommand> onLowerPriority,
    boolean isTellingPriority)
{
    /** Nobody is told. */
    public static final NotifySettings NONE = new NotifySettings(Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
}
