/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.control.doctor.Heard.RouterAdvert;
import io.jlvs.dataplane.text.InetText;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does one router speak for each virtual router id, and does it say what this host's configuration says? Adverts of two
 * routers by turns are two masters, or two clusters with one id; a fail-over is one change of the sender and no fault.
 */
final class VirtualRouterCheck implements DoctorCheck
{
    private static final int FEWEST_CHANGES = 2;
    private static final int VERSION_2 = 2;
    private static final String[] AUTHENTICATION = {"none", "PASS", "AH"};

    private record RouterId(String interfaceName, boolean isIpv6, int number)
    {
        @Override
        public String toString()
        {
            return "VRID " + number + " on " + interfaceName + (isIpv6 ? " (IPv6)" : "");
        }
    }

    @Override
    public String name()
    {
        return "vrrp";
    }

    @Override
    public String subject()
    {
        return "VRRP adverts";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final Map<RouterId, List<RouterAdvert>> adverts = facts.wire().adverts().stream()
            .collect(Collectors.groupingBy(
                (advert) -> new RouterId(
                    advert.interfaceName(), advert.source() instanceof Inet6Address, advert.virtualRouterId()),
                LinkedHashMap::new,
                Collectors.toList()));
        final List<Finding> findings = new ArrayList<>();
        adverts.forEach((id, heard) ->
        {
            judgeSenders(facts, id, heard, findings);
            facts.routers().stream()
                .filter((router) -> router.virtualRouterId() == id.number() && router.isIpv6() == id.isIpv6() &&
                    router.interfaceName().map(id.interfaceName()::equals).orElse(true))
                .forEach((router) -> judgeContent(facts, id, router, heard, findings));
        });

        return findings;
    }

    private void judgeSenders(
        final Facts facts, final RouterId id, final List<RouterAdvert> adverts, final List<Finding> findings)
    {
        final Map<InetAddress, RouterAdvert> bySource = new LinkedHashMap<>();
        int changes = 0;
        for (int i = 0; i < adverts.size(); i++)
        {
            bySource.putIfAbsent(adverts.get(i).source(), adverts.get(i));
            changes += i > 0 && !adverts.get(i).source().equals(adverts.get(i - 1).source()) ? 1 : 0;
        }
        if (changes < FEWEST_CHANGES)
        {
            return;
        }
        final boolean isOneCluster =
            1 == bySource.values().stream().map(RouterAdvert::addresses).distinct().count();
        findings.add(Finding.error(
            name(), id,
            (isOneCluster ? "there are several masters: " : "several clusters use it: ") +
            bySource.values().stream().map((advert) -> text(facts, advert)).collect(Collectors.joining("; ")),
            isOneCluster ?
                "each must hear the other: look for a filter (protocol 112, 224.0.0.18 or ff02::12), different " +
                "passwords or versions, a switch that does not pass multicast" :
                "give one of them another virtual_router_id"));
    }

    private void judgeContent(
        final Facts facts,
        final RouterId id,
        final ConfiguredRouter router,
        final List<RouterAdvert> adverts,
        final List<Finding> findings)
    {
        final Map<InetAddress, RouterAdvert> bySource = new LinkedHashMap<>();
        adverts.stream().filter((advert) -> !facts.host().isOwnMac(advert.mac()))
            .forEach((advert) -> bySource.put(advert.source(), advert));
        for (final RouterAdvert advert : bySource.values())
        {
            final List<String> differences = differences(router, advert);
            if (!differences.isEmpty())
            {
                findings.add(Finding.error(
                    name(), id,
                    "vrrp_instance " + router.name() + " of this host does not agree with " + text(facts, advert) +
                    ": " + String.join("; ", differences),
                    "make both configurations agree, or use another virtual_router_id if they are not one cluster"));
            }
        }
    }

    private static List<String> differences(final ConfiguredRouter router, final RouterAdvert advert)
    {
        final List<String> differences = new ArrayList<>();
        if (router.version() != advert.version())
        {
            differences.add("version is " + router.version() + " here, " + advert.version() + " there");
        }
        else if (VERSION_2 == router.version() && router.authenticationType() != advert.authenticationType())
        {
            differences.add("authentication is " + authentication(router.authenticationType()) + " here, " +
                authentication(advert.authenticationType()) + " there");
        }
        else if (VERSION_2 == router.version() && router.intervalMs() != advert.intervalMs())
        {
            differences.add("interval is " + router.intervalMs() + " ms here, " + advert.intervalMs() + " ms there");
        }
        if (!router.addresses().equals(advert.addresses()))
        {
            differences.add("addresses are " + Text.addresses(router.addresses()) + " here, " +
                Text.addresses(advert.addresses()) + " there");
        }

        return differences;
    }

    private static String authentication(final int type)
    {
        return type < AUTHENTICATION.length ? AUTHENTICATION[type] : "type " + type;
    }

    private static String text(final Facts facts, final RouterAdvert advert)
    {
        return InetText.of(advert.source()) + " (" + Text.mac(advert.mac()) +
            (facts.host().isOwnMac(advert.mac()) ? ", this host" : "") + ", priority " + advert.priority() + ", for " +
            Text.addresses(advert.addresses()) + ")";
    }
}
