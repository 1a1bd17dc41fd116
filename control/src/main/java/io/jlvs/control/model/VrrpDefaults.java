/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.VrrpVersion;

import java.net.InetAddress;

/**
 * What global_defs says for all instances.
 *
 * @param version                   {@code vrrp_version}.
 * @param isStrict                  {@code vrrp_strict}.
 * @param group4                    {@code vrrp_mcast_group4}.
 * @param group6                    {@code vrrp_mcast_group6}.
 * @param isSkippingAddressCheck    {@code vrrp_skip_check_adv_addr}.
 * @param isCheckingUnicastSource   {@code vrrp_check_unicast_src}.
 * @param isSilentToLowerPriority   {@code vrrp_lower_prio_no_advert}.
 * @param isAnsweringHigherPriority {@code vrrp_higher_prio_send_advert}.
 * @param isOwnerIgnoringAdverts    {@code vrrp_owner_ignore_adverts}.
 * @param isWithoutPseudoHeader     {@code v3_checksum_as_v2}.
 * @param isTellingPriority         {@code vrrp_notify_priority_changes}.
 * @param downTimerAdverts          {@code vrrp_down_timer_adverts}.
 * @param startupDelayNs            {@code vrrp_startup_delay}.
 * @param gratuitous                {@code vrrp_garp_*} and {@code vrrp_gna_interval}.
 * @param isExtraOnAll              {@code vrrp_garp_extra_if all}: not only on virtual MAC interfaces.
 */
record VrrpDefaults(
    VrrpVersion version,
    boolean isStrict,
    InetAddress group4,
    InetAddress group6,
    boolean isSkippingAddressCheck,
    boolean isCheckingUnicastSource,
    boolean isSilentToLowerPriority,
    boolean isAnsweringHigherPriority,
    boolean isOwnerIgnoringAdverts,
    boolean isWithoutPseudoHeader,
    boolean isTellingPriority,
    int downTimerAdverts,
    long startupDelayNs,
    GratuitousSettings gratuitous,
    boolean isExtraOnAll)
{
}
