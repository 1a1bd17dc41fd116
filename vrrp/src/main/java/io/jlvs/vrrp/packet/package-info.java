/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Adverts, gratuitous ARP and unsolicited neighbour adverts as bytes: flyweights, checksums, authentication, encoder
 * and decoder. Pure: values in, values out; time is an argument, and there is no socket here.
 */
package io.jlvs.vrrp.packet;
