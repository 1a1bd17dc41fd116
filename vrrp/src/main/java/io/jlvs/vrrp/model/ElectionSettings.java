/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

/**
 * What the state machine of an instance needs to know.
 *
 * @param version                     of the protocol.
 * @param priority                    1..255; 255 owns the addresses.
 * @param advertIntervalNs            between adverts as master.
 * @param downTimerAdverts            intervals without an advert until the master is down ({@code down_timer_adverts}).
 * @param isInitialMaster             {@code state MASTER}.
 * @param isPreempting                false with {@code nopreempt}.
 * @param preemptDelayNs              from start-up until a lower master is preempted.
 * @param isSilentToLowerPriority     {@code lower_prio_no_advert}.
 * @param isAnsweringHigherPriority   {@code higher_prio_send_advert}.
 * @param isOwnerIgnoringAdverts      {@code owner_ignore_adverts}.
 * @param startupDelayNs              {@code vrrp_startup_delay}.
 * @param gratuitous                  telling the neighbours.
 */
public record ElectionSettings(
    VrrpVersion version,
    int priority,
    long advertIntervalNs,
    int downTimerAdverts,
    boolean isInitialMaster,
    boolean isPreempting,
    long preemptDelayNs,
    boolean isSilentToLowerPriority,
    boolean isAnsweringHigherPriority,
    boolean isOwnerIgnoringAdverts,
    long startupDelayNs,
    GratuitousSettings gratuitous)
{
    /** Priority of the owner of the addresses. */
    public static final int OWNER_PRIORITY = 255;

    /**
     * Another beginning.
     *
     * @param isMaster as {@link #isInitialMaster()}.
     * @return the same otherwise.
     */
    public ElectionSettings withInitialMaster(final boolean isMaster)
    {
        return new ElectionSettings(version, priority, advertIntervalNs, downTimerAdverts, isMaster, isPreempting,
            preemptDelayNs, isSilentToLowerPriority, isAnsweringHigherPriority, isOwnerIgnoringAdverts, startupDelayNs,
            gratuitous);
    }

    /**
     * Another way to tell the neighbours.
     *
     * @param settings as {@link #gratuitous()}.
     * @return the same otherwise.
     */
    public ElectionSettings withGratuitous(final GratuitousSettings settings)
    {
        return new ElectionSettings(version, priority, advertIntervalNs, downTimerAdverts, isInitialMaster,
            isPreempting, preemptDelayNs, isSilentToLowerPriority, isAnsweringHigherPriority, isOwnerIgnoringAdverts,
            startupDelayNs, settings);
    }
}
