/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import java.util.Optional;

/**
 * What can be wrong with an advert, in the order in which it is found.
 */
public enum AdvertError
{
    /** Not long enough for its headers, or longer or shorter than it says; padding to an Ethernet frame is allowed. */
    LENGTH(AdvertStatistic.LENGTH),
    /** For another virtual router: no error at all. */
    OTHER_ROUTER(null),
    /** With an authentication header though none is configured, or without; or of another type in the advert. */
    AUTHENTICATION_TYPE_MISMATCH(AdvertStatistic.AUTHENTICATION_TYPE_MISMATCH),
    /** A multicast whose TTL or hop limit is not 255: it came through a router. */
    TTL(AdvertStatistic.TTL),
    /** Of another version. */
    VERSION(AdvertStatistic.VERSION),
    /** {@code auth_hmac}: without a trailer. */
    HMAC_MISSING(AdvertStatistic.HMAC_MISSING),
    /** {@code auth_hmac}: trailer of an unknown type. */
    HMAC_MALFORMED(AdvertStatistic.HMAC_MALFORMED),
    /** {@code auth_hmac}: from a clock that differs too much, or late. */
    HMAC_STALE(AdvertStatistic.HMAC_STALE),
    /** {@code auth_hmac}: signed with a key that is not here. */
    HMAC_UNKNOWN_KEY(AdvertStatistic.HMAC_UNKNOWN_KEY),
    /** {@code auth_hmac}: not signed by whoever has the key. */
    HMAC_INVALID(AdvertStatistic.HMAC_INVALID),
    /** {@code auth_hmac}: seen before, or older than one seen before. */
    HMAC_REPLAY(AdvertStatistic.HMAC_REPLAY),
    /** Version 2: authentication type that RFC 3768 and RFC 2338 do not know. */
    AUTHENTICATION_TYPE(AdvertStatistic.INVALID_AUTHENTICATION_TYPE),
    /** Version 2: another password. */
    PASSWORD(AdvertStatistic.AUTHENTICATION_FAILURE),
    /** An authentication header before something else than an advert: not for us. */
    FOREIGN_HEADER(null),
    /** Authentication header: not made by whoever has the key, or changed on the way. */
    HEADER_DIGEST(AdvertStatistic.AUTHENTICATION_FAILURE),
    /** Authentication header: security parameters index other than the source address. */
    HEADER_SPI(AdvertStatistic.AUTHENTICATION_FAILURE),
    /** Authentication header: sequence number not higher than those before. */
    HEADER_REPLAY(AdvertStatistic.AUTHENTICATION_FAILURE),
    /** Version 2: another interval; dropped without a counter, as keepalived does. */
    INTERVAL(null),
    /** Not an advertisement. */
    TYPE(AdvertStatistic.INVALID_TYPE),
    /** Changed on the way. */
    CHECKSUM(AdvertStatistic.CHECKSUM),
    /** A multicast where unicast is configured, or the reverse. */
    DESTINATION(AdvertStatistic.ADDRESS_LIST),
    /** Unicast from a TTL outside of the bounds of the peer. */
    PEER_TTL(AdvertStatistic.TTL),
    /** Unicast from somebody who is no peer, where that is checked. */
    UNKNOWN_PEER(null),
    /** A remark: other addresses than ours. The advert counts: two masters would be worse. */
    ADDRESS_LIST(AdvertStatistic.ADDRESS_LIST),
    /** A remark, version 3: another interval; a backup takes over that of the master. */
    INTERVAL_DIFFERS(null);

    private final AdvertStatistic statistic;

    AdvertError(final AdvertStatistic statistic)
    {
        this.statistic = statistic;
    }

    /**
     * The counter to which it adds.
     *
     * @return counter, empty if keepalived has none.
     */
    public Optional<AdvertStatistic> statistic()
    {
        return Optional.ofNullable(statistic);
    }
}
