/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.List;
import java.util.Optional;

/**
 * The block {@code global_defs}, as far as it has a meaning here.
 *
 * @param routerId               name of this director in messages.
 * @param notificationEmails     addresses, kept for mail notification.
 * @param isLoggingEveryFailure  {@code checker_log_all_failures}.
 */
public record GlobalDefs(
    Optional<String> routerId, List<String> notificationEmails, boolean isLoggingEveryFailure)
{
    /** What holds without a {@code global_defs} block. */
    public static final GlobalDefs DEFAULT = new GlobalDefs(Optional.empty(), List.of(), false);
}
