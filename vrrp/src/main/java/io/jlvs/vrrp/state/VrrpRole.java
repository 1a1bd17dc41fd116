/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

/**
 * State of a virtual router (RFC 9568 section 6.4), and keepalived's fault.
 */
public enum VrrpRole
{
    /** Not started. */
    INITIALIZE,
    /** Watches the master. */
    BACKUP,
    /** Owns the addresses. */
    MASTER,
    /** Takes no part: something that it needs or tracks has failed. */
    FAULT,
    /** Has been stopped. */
    STOPPED
}
