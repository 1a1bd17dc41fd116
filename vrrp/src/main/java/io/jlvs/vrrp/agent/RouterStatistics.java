/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.vrrp.packet.AdvertStatistic;

/**
 * The counters of a virtual router, those of keepalived. Written and read by the VRRP thread.
 */
final class RouterStatistics
{
    private final long[] errors = new long[AdvertStatistic.values().length];
    private long advertsReceived;
    private long advertsSent;
    private long becameMaster;
    private long releasedMaster;
    private long priorityZeroReceived;
    private long priorityZeroSent;

    void onAdvertReceived(final int priority)
    {
        advertsReceived++;
        if (0 == priority)
        {
            priorityZeroReceived++;
        }
    }

    void onAdvertSent(final int priority)
    {
        advertsSent++;
        if (0 == priority)
        {
            priorityZeroSent++;
        }
    }

    void onError(final AdvertStatistic statistic)
    {
        errors[statistic.ordinal()]++;
    }

    void onMaster()
    {
        becameMaster++;
    }

    void onReleased()
    {
        releasedMaster++;
    }

    /**
     * In the form of keepalived's statistics file.
     *
     * @param name of the instance.
     * @return several lines.
     */
    String text(final String name)
    {
        return """
            VRRP Instance: %s
              Advertisements:
                Received: %d
                Sent: %d
              Became master: %d
              Released master: %d
              Packet Errors:
                Length: %d
                TTL: %d
                Invalid Type: %d
                Version: %d
                Checksum: %d
                Address List: %d
              Authentication Errors:
                Invalid Type: %d
                Type Mismatch: %d
                Failure: %d
              Authentication Extension Errors:
                Missing: %d
                Malformed: %d
                Unknown Key: %d
                Invalid HMAC: %d
                Stale: %d
                Replay: %d
              Priority Zero:
                Received: %d
                Sent: %d
            """.formatted(name, advertsReceived, advertsSent, becameMaster, releasedMaster,
            errors(AdvertStatistic.LENGTH), errors(AdvertStatistic.TTL), errors(AdvertStatistic.INVALID_TYPE),
            errors(AdvertStatistic.VERSION), errors(AdvertStatistic.CHECKSUM), errors(AdvertStatistic.ADDRESS_LIST),
            errors(AdvertStatistic.INVALID_AUTHENTICATION_TYPE),
            errors(AdvertStatistic.AUTHENTICATION_TYPE_MISMATCH), errors(AdvertStatistic.AUTHENTICATION_FAILURE),
            errors(AdvertStatistic.HMAC_MISSING), errors(AdvertStatistic.HMAC_MALFORMED),
            errors(AdvertStatistic.HMAC_UNKNOWN_KEY), errors(AdvertStatistic.HMAC_INVALID),
            errors(AdvertStatistic.HMAC_STALE), errors(AdvertStatistic.HMAC_REPLAY),
            priorityZeroReceived, priorityZeroSent);
    }

    private long errors(final AdvertStatistic statistic)
    {
        return errors[statistic.ordinal()];
    }
}
