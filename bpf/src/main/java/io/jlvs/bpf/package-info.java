/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * BPF programs of the director and what loads, attaches and feeds them. {@link io.jlvs.bpf.TcGuard} implements
 * {@code KernelGuard}: the kernel under the director never answers for a service. Calls go to libbpf through JNR-FFI;
 * all classes belong to the thread that made them, the conductor's.
 */
package io.jlvs.bpf;
