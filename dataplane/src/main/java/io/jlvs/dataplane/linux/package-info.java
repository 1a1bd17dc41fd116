/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Linux kernel as the data plane needs it: sockets, mapped memory, and (in {@code netlink}) links, addresses,
 * neighbours and routes. Raw calls sit behind a package-private JNR-FFI interface; nothing outside this package and the
 * {@code bpf} module imports {@code jnr}.
 */
package io.jlvs.dataplane.linux;
