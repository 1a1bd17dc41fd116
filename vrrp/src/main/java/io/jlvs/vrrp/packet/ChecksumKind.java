/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

/**
 * What the checksum of an advert covers.
 */
public enum ChecksumKind
{
    /** The advert alone: version 2 (RFC 3768 section 5.3.8), and version 3 over IPv4 as RFC 9568 is read by many. */
    ADVERT,
    /** A pseudo header too: version 3 over IPv6, and over IPv4 as RFC 5798 is read by keepalived. */
    PSEUDO_HEADER
}
