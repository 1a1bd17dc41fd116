/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.VrrpVersion;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds the defaults of all instances from global_defs.
 */
final class VrrpDefaultsBuilder
{
    private static final String GROUP4 = "224.0.0.18";
    private static final String GROUP6 = "ff02::12";
    private static final int DOWN_TIMER_ADVERTS = 3;
    private static final int MAX_DOWN_TIMER_ADVERTS = 100;
    private static final int VERSION_2 = 2;
    private static final int VERSION_3 = 3;
    private static final long MINIMUM_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Values values;

    VrrpDefaultsBuilder(final Values values)
    {
        this.values = values;
    }

    VrrpDefaults build()
    {
        final GratuitousBuilder gratuitous = GratuitousBuilder.ofGlobals(values);

        return new VrrpDefaults(
            version(values, "vrrp_version").orElse(VrrpVersion.V2),
            values.line("vrrp_strict").isPresent(),
            group("vrrp_mcast_group4", GROUP4),
            group("vrrp_mcast_group6", GROUP6),
            values.flag("vrrp_skip_check_adv_addr"),
            values.line("vrrp_check_unicast_src").isPresent(),
            values.flag("vrrp_lower_prio_no_advert"),
            values.flag("vrrp_higher_prio_send_advert"),
            values.flag("vrrp_owner_ignore_adverts"),
            values.flag("v3_checksum_as_v2"),
            values.flag("vrrp_notify_priority_changes"),
            downTimerAdverts(values, "vrrp_down_timer_adverts").orElse(DOWN_TIMER_ADVERTS),
            values.timer("vrrp_startup_delay", MINIMUM_DELAY_NS).orElse(0L),
            gratuitous.settings(),
            gratuitous.isExtraOnAll());
    }

    static Optional<VrrpVersion> version(final Values values, final String name)
    {
        return values.number(name, VERSION_2, VERSION_3).map(
            (number) -> VERSION_3 == number ? VrrpVersion.V3 : VrrpVersion.V2);
    }

    static Optional<Integer> downTimerAdverts(final Values values, final String name)
    {
        return values.number(name, 1, MAX_DOWN_TIMER_ADVERTS).map(Long::intValue);
    }

    private InetAddress group(final String name, final String defaultGroup)
    {
        final InetAddress standard = Addresses.parse(defaultGroup).orElseThrow();
        final Optional<Word> word = values.word(name);
        final Optional<InetAddress> found = word.map(Word::text).flatMap(Addresses::parse)
            .filter((address) -> Addresses.isIpv6(address) == Addresses.isIpv6(standard))
            .filter(InetAddress::isMulticastAddress);
        if (word.isPresent() && found.isEmpty())
        {
            values.invalid(name, word.get(), "a multicast address like " + defaultGroup, defaultGroup + " is taken");
        }

        return found.orElse(standard);
    }
}
