/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * JMH benchmarks of the steps of a packet's way: nanoseconds and bytes of heap for each packet. One thread each, frames
 * of 60 bytes; {@link io.jlvs.perf.jmh.JmhBenchmark} runs them.
 */
package io.jlvs.perf.jmh;
