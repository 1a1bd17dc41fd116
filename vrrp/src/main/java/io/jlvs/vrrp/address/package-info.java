/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a master owns, in the kernel: virtual addresses, routes and rules, macvlan interfaces with the virtual MAC, the
 * settings they need, and the filter of {@code no_accept}. {@link io.jlvs.vrrp.address.AddressPlan} and
 * {@link io.jlvs.vrrp.address.AddressDevices} decide and are pure; {@link io.jlvs.vrrp.address.VirtualAddresses} does
 * it. Failures are values: one bad address does not keep the others back.
 */
package io.jlvs.vrrp.address;
