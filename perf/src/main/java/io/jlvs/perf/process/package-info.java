/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Processes that a measurement needs: commands that end by themselves, JVMs like this one, and how they talk.
 */
package io.jlvs.perf.process;
