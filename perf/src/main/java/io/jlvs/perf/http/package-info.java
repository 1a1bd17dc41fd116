/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The HTTP run: wrk asks two nginx servers through a director, HAProxy, nftables and through nothing, in network
 * namespaces made for it. {@link io.jlvs.perf.http.HttpBenchmark} runs it; {@link io.jlvs.perf.http.Way} lists what is
 * compared.
 */
package io.jlvs.perf.http;
