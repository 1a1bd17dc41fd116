/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a packet costs in the XDP program of the director, without interfaces: the kernel runs the program over frames
 * in memory and takes the time.
 */
package io.jlvs.perf.xdp;
