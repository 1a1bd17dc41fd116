/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Processes that a measurement needs: commands that end by themselves, JVMs like this one, how they talk, and the
 * namespaces they run in.
 */
package io.jlvs.perf.process;
