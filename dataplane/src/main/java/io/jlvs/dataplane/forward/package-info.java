/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What happens to a packet whose server is known, or that has none: forwarding methods, one file each, and the answers
 * that the kernel would give (ICMP errors, TCP resets). Works in place on borrowed frames; imports {@code table} and
 * {@code packet}.
 */
package io.jlvs.dataplane.forward;
