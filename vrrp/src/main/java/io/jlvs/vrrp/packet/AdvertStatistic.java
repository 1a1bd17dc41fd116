/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

/**
 * The counters that keepalived has for what is wrong with adverts, and the two that it has for SNMP only.
 */
public enum AdvertStatistic
{
    /** {@code packet_len_err}. */
    LENGTH,
    /** {@code ip_ttl_err}. */
    TTL,
    /** {@code invalid_type_rcvd}. */
    INVALID_TYPE,
    /** {@code addr_list_err}. */
    ADDRESS_LIST,
    /** {@code invalid_authtype}. */
    INVALID_AUTHENTICATION_TYPE,
    /** {@code authtype_mismatch}. */
    AUTHENTICATION_TYPE_MISMATCH,
    /** {@code auth_failure}. */
    AUTHENTICATION_FAILURE,
    /** {@code auth_ext_missing}. */
    HMAC_MISSING,
    /** {@code auth_ext_malformed}. */
    HMAC_MALFORMED,
    /** {@code auth_ext_unknown_key}. */
    HMAC_UNKNOWN_KEY,
    /** {@code auth_ext_invalid_hmac}. */
    HMAC_INVALID,
    /** {@code auth_ext_stale}. */
    HMAC_STALE,
    /** {@code auth_ext_replay}. */
    HMAC_REPLAY,
    /** {@code vers_err}, SNMP. */
    VERSION,
    /** {@code chk_err}, SNMP. */
    CHECKSUM
}
