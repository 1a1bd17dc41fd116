/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Health checks. Pure: {@link io.jlvs.control.check.CheckStateMachine} (one file per kind of check) turns outcomes into
 * up, down and the delay to the next check, {@link io.jlvs.control.check.ServiceHealth} turns servers that come and go
 * into what the service should hold. Shell: {@link io.jlvs.control.check.Checker}s that use sockets.
 */
package io.jlvs.control.check;
