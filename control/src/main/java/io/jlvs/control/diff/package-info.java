/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * From what should be to what must be sent: {@link io.jlvs.control.diff.DesiredState} in,
 * {@link io.jlvs.control.diff.DirectorCommand}s out by {@link io.jlvs.control.diff.ConfigDiff}. Pure.
 */
package io.jlvs.control.diff;
