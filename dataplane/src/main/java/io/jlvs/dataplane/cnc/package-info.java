/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Command and control: the memory-mapped file {@code cnc.dat} through which the control process and the commands speak
 * with a running director (commands in a ring, events in a broadcast, counters, distinct error log, heartbeats,
 * leases of addresses, state of forwarding).
 * Imports Agrona and {@code text} only. Start reading at {@code ControlProtocolEvents}.
 */
package io.jlvs.dataplane.cnc;
