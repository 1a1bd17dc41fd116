/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.load;

/**
 * Where the server counts what arrives. Counting costs the CPU of the sender, so each way of forwarding is measured
 * with the one that costs it least.
 */
public enum Sink
{
    /** At tcx ingress: frames that arrive as skbs. */
    SKB,
    /** In native XDP: frames that arrive as XDP frames; an skb is copied first, some 0.3 microseconds. */
    XDP
}
