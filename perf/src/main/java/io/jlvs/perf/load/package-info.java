/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The load run: small packets through a director and through the kernel's own forwarding, in network namespaces made
 * for it. {@link io.jlvs.perf.load.LoadBenchmark} runs it; {@link io.jlvs.perf.load.WireEnds} is the process that sends
 * and counts.
 */
package io.jlvs.perf.load;
