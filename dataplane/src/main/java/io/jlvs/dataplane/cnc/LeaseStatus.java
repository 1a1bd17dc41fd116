/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * What a control process knows of its {@link AddressLease}.
 */
public enum LeaseStatus
{
    /** Nothing is leased. */
    NONE,
    /** The director watches, and the addresses were not touched. */
    HELD,
    /** Addresses are to be leased, but no director watches now; the next one that runs will be told. */
    UNWATCHED,
    /** The lease ran out: the director takes the addresses off, or has done so. Step down, then release. */
    EXPIRED
}
