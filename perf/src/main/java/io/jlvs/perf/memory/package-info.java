/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a million connections cost: memory in the flow table and in the record, and time to come back after a kill.
 */
package io.jlvs.perf.memory;
