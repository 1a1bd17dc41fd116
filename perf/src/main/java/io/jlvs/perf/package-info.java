/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The measurements: {@link io.jlvs.perf.Bench} is the command.
 */
package io.jlvs.perf;
