/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Sets a Linux real server up for direct routing or tunnels and takes it down again: {@code RealServerPlan} decides
 * what to do from what the host has and what an earlier run recorded, {@code LinuxHost} does it, {@code RecordFile}
 * remembers it.
 */
package io.jlvs.control.realserver;
