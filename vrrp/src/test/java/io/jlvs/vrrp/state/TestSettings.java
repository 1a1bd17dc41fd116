/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.VrrpVersion;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of an instance as words, by keepalived's names: {@code version 3 priority 150 advert_int 0.01 nopreempt}.
 */
final class TestSettings
{
    private static final List<String> FLAGS = List.of(
        "nopreempt", "lower_prio_no_advert", "higher_prio_send_advert", "owner_ignore_adverts", "master");

    private TestSettings()
    {
    }

    static ElectionSettings parse(final String text)
    {
        final Map<String, String> values = new HashMap<>();
        final List<String> words = List.of(text.trim().split("\\s+"));
        for (int i = 0; i < words.size(); i++)
        {
            final String name = words.get(i);
            values.put(name, FLAGS.contains(name) ? "" : words.get(++i));
        }

        final GratuitousSettings usual = GratuitousSettings.DEFAULT;
        final ElectionSettings settings = new ElectionSettings(
            "3".equals(values.remove("version")) ? VrrpVersion.V3 : VrrpVersion.V2,
            Integer.parseInt(values.remove("priority")),
            time(values, "advert_int", "1"),
            number(values, "down_timer_adverts", 3),
            null != values.remove("master"),
            null == values.remove("nopreempt"),
            time(values, "preempt_delay", "0"),
            null != values.remove("lower_prio_no_advert"),
            null != values.remove("higher_prio_send_advert"),
            null != values.remove("owner_ignore_adverts"),
            time(values, "startup_delay", "0"),
            new GratuitousSettings(
                number(values, "garp_master_repeat", usual.masterRepeat()),
                time(values, "garp_master_delay", "5"),
                number(values, "garp_lower_prio_repeat", usual.lowerPriorityRepeat()),
                time(values, "garp_lower_prio_delay", "5"),
                time(values, "garp_master_refresh", "0"),
                number(values, "garp_master_refresh_repeat", usual.refreshRepeat()),
                0,
                0,
                time(values, "garp_extra_if", "0")));
        if (!values.isEmpty())
        {
            throw new IllegalArgumentException("no such settings: " + values.keySet() + " in " + text);
        }

        return settings;
    }

    static InetAddress address(final String text)
    {
        try
        {
            return InetAddress.getByName(text);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    static long timeNs(final String seconds)
    {
        return new BigDecimal(seconds).movePointRight(9).longValueExact();
    }

    private static long time(final Map<String, String> values, final String name, final String usual)
    {
        final String value = values.remove(name);
        return timeNs(null == value ? usual : value);
    }

    private static int number(final Map<String, String> values, final String name, final int usual)
    {
        final String value = values.remove(name);
        return null == value ? usual : Integer.parseInt(value);
    }
}
