/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The wire of VRRP: sockets that send and receive adverts, and senders of gratuitous ARP and neighbour adverts. Bytes
 * are made in {@code packet}; here are descriptors and errors of the kernel.
 */
package io.jlvs.vrrp.io;
