/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.AddressSettings;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VirtualAddress.Flag;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.model.VrrpVersion;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds one {@code vrrp_instance}.
 */
final class VrrpInstanceBuilder
{
    private static final int MAX_ID = 255;
    private static final int MAX_DEBUG = 4;
    private static final String LOOPBACK = "lo";
    /** Addresses that decide the family, the first one in the file for all. */
    private static final List<String> FAMILY_LINES = List.of("mcast_src_ip", "unicast_src_ip", "mcast_dst_ip");
    private static final List<String> FAMILY_BLOCKS = List.of("virtual_ipaddress", "unicast_peer");

    private final ConfigNode node;
    private final VrrpSurroundings surroundings;
    private final Values values;
    private final BlockReport report;

    VrrpInstanceBuilder(final ConfigNode node, final VrrpSurroundings surroundings)
    {
        this.node = node;
        this.surroundings = surroundings;
        this.values = new Values(node, surroundings.diagnostics());
        this.report = new BlockReport(
            "vrrp_instance " + node.arguments().get(0).text(), surroundings.diagnostics());
    }

    /**
     * Build it.
     *
     * @return the instance, or empty if it cannot run; the diagnostics say why.
     */
    Optional<VrrpInstance> build()
    {
        values.number("debug", 0, MAX_DEBUG);
        final InstanceScope scope = scope();
        final Authentication authentication =
            new AuthenticationBuilder(scope, surroundings.diagnostics()).build();
        final ElectionSettings election = new ElectionBuilder(scope).build(authentication, gratuitous(scope));
        final Optional<Integer> virtualRouterId = virtualRouterId();
        final Optional<AdvertSettings> adverts = virtualRouterId.flatMap(
            (id) -> new AdvertBuilder(scope).build(id, authentication, election.priority()));
        final Optional<AddressSettings> addresses = new AddressSettingsBuilder(
            scope, surroundings.names(), surroundings.interfaces(), surroundings.priorities())
            .build(adverts.filter((found) -> !found.peers().isEmpty()).isPresent());
        final TrackSettings tracking = tracking(scope, election, adverts);
        if (adverts.isEmpty() || addresses.isEmpty())
        {
            return Optional.empty();
        }

        reportMissingAddress(scope, adverts.get());

        return Optional.of(new VrrpInstance(
            node.arguments().get(0).text(),
            withExtraInterval(election, scope, addresses.get()),
            adverts.get(),
            addresses.get(),
            tracking,
            new NotifySettingsBuilder(values, report, surroundings.scripts()).build(
                values.bool("notify_priority_changes").orElse(surroundings.defaults().isTellingPriority())),
            node.position().toString()));
    }

    private void reportMissingAddress(final InstanceScope scope, final AdvertSettings adverts)
    {
        final Optional<String> name = adverts.interfaceName();
        final boolean isOwn = adverts.source().isPresent() || scope.isIpv6() && adverts.virtualMac().isPresent();
        if (!isOwn && name.isPresent() && surroundings.interfaces().isWithoutAddress(name.get(), scope.isIpv6()))
        {
            report.note(scope.place("interface"), "interface '" + name.get() + "' has no " +
                (scope.isIpv6() ? "link-local IPv6" : "IPv4") + " address to speak from; until it has one the " +
                "instance is in fault");
        }
    }

    private InstanceScope scope()
    {
        final boolean isIpv6 = isIpv6();
        final boolean isStrict = values.bool("strict_mode").orElse(surroundings.defaults().isStrict());

        return new InstanceScope(
            node, values, report, surroundings.defaults(), isIpv6, version(isIpv6), isStrict, interfaceName());
    }

    private boolean isIpv6()
    {
        for (final ConfigNode line : node.children())
        {
            final Stream<String> texts = FAMILY_LINES.contains(line.name()) ?
                line.arguments().stream().limit(1).map(Word::text) :
                FAMILY_BLOCKS.contains(line.name()) ? line.children().stream().map(ConfigNode::name) : Stream.of();
            final Optional<Prefix> first = texts.map(Prefix::parse).flatMap(Optional::stream).findFirst();
            if (first.isPresent())
            {
                return first.get().isIpv6();
            }
        }

        return values.line("native_ipv6").isPresent();
    }

    private VrrpVersion version(final boolean isIpv6)
    {
        final Optional<VrrpVersion> own = VrrpDefaultsBuilder.version(values, "version");
        if (isIpv6 && own.filter((version) -> VrrpVersion.V2 == version).isPresent())
        {
            report.error(values.word("version").get().position(), "IPv6 needs version 3; it is taken");
        }

        return isIpv6 ? VrrpVersion.V3 : own.orElse(surroundings.defaults().version());
    }

    private Optional<String> interfaceName()
    {
        final Optional<Word> word = values.word("interface");
        if (word.isPresent() && LOOPBACK.equals(word.get().text()))
        {
            report.error(word.get().position(), "the loopback interface cannot speak VRRP; it is left out");
            return Optional.empty();
        }
        word.filter((found) -> !surroundings.interfaces().isKnown(found.text())).ifPresent((found) -> report.warning(
            found.position(), "interface '" + found.text() +
            "' does not exist on this machine; 'ip link' lists those that do"));

        return word.map(Word::text);
    }

    private Optional<Integer> virtualRouterId()
    {
        final Optional<Word> word = values.word("virtual_router_id");
        if (word.isEmpty())
        {
            report.error(node.position(), "has no 'virtual_router_id'; write one from 1 to " + MAX_ID +
                "; the instance is left out");
        }

        return word.flatMap((found) -> values.number("virtual_router_id", found, 1, MAX_ID,
            report.label() + " is left out")).map(Long::intValue);
    }

    private GratuitousSettings gratuitous(final InstanceScope scope)
    {
        final GratuitousSettings settings = surroundings.garpGroups().apply(
            GratuitousBuilder.ofInstance(values, surroundings.defaults()).settings(), scope.interfaceName());
        if (!scope.isStrict())
        {
            return settings;
        }

        Stream.of("garp_lower_prio_repeat", "garp_lower_prio_delay")
            .filter((name) -> values.number(name, 0, Integer.MAX_VALUE).orElse(0L) > 0)
            .forEach((name) -> report.error(
                scope.place(name), "strict mode does not allow '" + name + "'; it is left out"));

        return settings.withoutLowerPriority();
    }

    /** Only addresses on other interfaces need extra announcements, and without {@code all} only virtual MACs. */
    private ElectionSettings withExtraInterval(
        final ElectionSettings election, final InstanceScope scope, final AddressSettings addresses)
    {
        final boolean isOnAll = GratuitousBuilder.ofInstance(values, surroundings.defaults()).isExtraOnAll();
        final boolean isNeeded = Stream.concat(addresses.addresses().stream(), addresses.excluded().stream())
            .anyMatch((address) -> isElsewhere(address, scope) &&
                (isOnAll || address.flags().contains(Flag.VIRTUAL_MAC)));

        return isNeeded ? election : election.withGratuitous(election.gratuitous().withoutExtra());
    }

    private static boolean isElsewhere(final VirtualAddress address, final InstanceScope scope)
    {
        return address.device().isPresent() && !address.device().equals(scope.interfaceName());
    }

    private TrackSettings tracking(
        final InstanceScope scope, final ElectionSettings election, final Optional<AdvertSettings> adverts)
    {
        final Optional<InetAddress> source = adverts.flatMap(AdvertSettings::source);
        final TrackSettings settings = new TrackSettingsBuilder(
            values, report, surroundings.catalogue(), surroundings.interfaces())
            .build(scope.interfaceName(), source.isPresent());

        return ElectionSettings.OWNER_PRIORITY == election.priority() ?
            new TrackingWeights(report, node.position()).removedForOwner(settings) : settings;
    }
}
