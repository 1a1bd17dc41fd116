/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Word;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.AdvertSettings.UnicastPeer;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.VrrpVersion;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Builds how an instance speaks and listens. An instance reads one block.
 */
final class AdvertBuilder
{
    private static final int MAX_TTL = 255;
    private static final List<String> UNICAST_WORDS =
        List.of("unicast_peer", "unicast_src_ip", "unicast_fault_no_peer", "check_unicast_src");

    private final InstanceScope scope;
    private final Values values;
    private boolean isTtlChecked;

    AdvertBuilder(final InstanceScope scope)
    {
        this.scope = scope;
        this.values = scope.values();
    }

    /**
     * Build it.
     *
     * @param virtualRouterId 1..255.
     * @param authentication  of adverts.
     * @param priority        of the instance.
     * @return the settings, or empty if the instance cannot speak; the diagnostics say why.
     */
    Optional<AdvertSettings> build(
        final int virtualRouterId, final Authentication authentication, final int priority)
    {
        final List<UnicastPeer> peers = peers();
        final Optional<InetAddress> source = source();
        final boolean isFaultWithoutPeer = scope.has("unicast_fault_no_peer");
        final boolean isUnicast = !peers.isEmpty() || isFaultWithoutPeer;
        if (!canSpeak(isUnicast, source))
        {
            return Optional.empty();
        }
        reportMissingPeers(isUnicast);

        return Optional.of(new AdvertSettings(
            scope.version(),
            scope.isIpv6(),
            scope.interfaceName(),
            virtualRouterId,
            source,
            group(isUnicast),
            peers,
            isFaultWithoutPeer,
            ttl(isUnicast),
            authentication,
            values.bool("v3_checksum_as_v2").orElse(scope.defaults().isWithoutPseudoHeader()),
            values.bool("skip_check_adv_addr").orElse(scope.defaults().isSkippingAddressCheck()),
            isTtlChecked || scope.has("check_unicast_src") || scope.defaults().isCheckingUnicastSource(),
            scope.isStrict(),
            isAccepting(ElectionSettings.OWNER_PRIORITY == priority),
            new VirtualMacBuilder(scope, virtualRouterId).build(isUnicast)));
    }

    private boolean canSpeak(final boolean isUnicast, final Optional<InetAddress> source)
    {
        final String left = "; the instance is left out";
        if (isUnicast && scope.isStrict())
        {
            scope.report().error(scope.place("unicast_peer"), "strict mode allows no unicast peers" + left);
            return false;
        }
        if (scope.interfaceName().isPresent())
        {
            return true;
        }
        if (!isUnicast)
        {
            scope.report().error(scope.node().position(), "has no 'interface'; write its name" + left);
            return false;
        }
        if (source.isEmpty() || scope.isIpv6() && source.get().isLinkLocalAddress())
        {
            scope.report().error(scope.node().position(), "without 'interface' it needs 'unicast_src_ip'" +
                (scope.isIpv6() ? " with an address that is not link-local" : "") + left);
            return false;
        }

        return true;
    }

    private void reportMissingPeers(final boolean isUnicast)
    {
        final Optional<String> word = UNICAST_WORDS.stream().filter(scope::has).findFirst();
        if (!isUnicast)
        {
            word.ifPresent((name) -> scope.report().warning(scope.place(name),
                "'" + name + "' without unicast peers; adverts are multicast; write 'unicast_peer { ADDRESS }'"));
        }
        else if (scope.has("unicast_fault_no_peer") && values.entries("unicast_peer").isEmpty())
        {
            scope.report().note(scope.place("unicast_fault_no_peer"), "there are no unicast peers: it is in fault");
        }
    }

    private Optional<InetAddress> source()
    {
        final Optional<ConfigNode> line = values.line("unicast_src_ip", "mcast_src_ip");
        return line.flatMap((found) -> ofFamily(found.arguments().get(0), found.name()));
    }

    private Optional<InetAddress> ofFamily(final Word word, final String name)
    {
        final Optional<InetAddress> address = Addresses.parse(word.text())
            .filter((found) -> Addresses.isIpv6(found) == scope.isIpv6());
        if (address.isEmpty())
        {
            values.invalid(name, word, "an " + (scope.isIpv6() ? "IPv6" : "IPv4") +
                " address, as the virtual addresses are", "it is left out");
        }

        return address;
    }

    private List<UnicastPeer> peers()
    {
        final List<UnicastPeer> peers = new ArrayList<>();
        for (final ConfigNode line : values.entries("unicast_peer"))
        {
            final Optional<InetAddress> address = ofFamily(line.keyword(), "unicast_peer");
            if (address.isPresent() && peers.stream().anyMatch((peer) -> peer.address().equals(address.get())))
            {
                scope.report().error(line.position(), "unicast_peer " + line.name() +
                    " is there twice; the second is left out");
            }
            else if (address.isPresent())
            {
                peers.add(peer(line, address.get()));
            }
        }

        return List.copyOf(peers);
    }

    private UnicastPeer peer(final ConfigNode line, final InetAddress address)
    {
        int minimumTtl = 0;
        int maximumTtl = MAX_TTL;
        for (int i = 0; i < line.arguments().size(); i += 2)
        {
            final Word option = line.arguments().get(i);
            final OptionalLong ttl = line.argument(i + 1).map(Word::text).map(Numbers::parse)
                .orElse(OptionalLong.empty());
            final boolean isMinimum = "min_ttl".equals(option.text());
            if (!isMinimum && !"max_ttl".equals(option.text()) ||
                ttl.isEmpty() || ttl.getAsLong() < 0 || ttl.getAsLong() > MAX_TTL)
            {
                scope.report().error(option.position(), "unicast_peer " + line.name() +
                    ": want 'min_ttl' or 'max_ttl' with a number from 0 to " + MAX_TTL + ", not '" + option.text() +
                    "'; it is left out");
                break;
            }
            isTtlChecked = true;
            minimumTtl = isMinimum ? (int)ttl.getAsLong() : minimumTtl;
            maximumTtl = isMinimum ? maximumTtl : (int)ttl.getAsLong();
        }
        if (minimumTtl > maximumTtl)
        {
            scope.report().error(line.position(), "unicast_peer " + line.name() +
                ": 'min_ttl' is above 'max_ttl', so that nothing of this peer is taken");
        }

        return new UnicastPeer(address, minimumTtl, maximumTtl);
    }

    private InetAddress group(final boolean isUnicast)
    {
        final InetAddress inherited = scope.isIpv6() ? scope.defaults().group6() : scope.defaults().group4();
        final Optional<Word> word = values.word("mcast_dst_ip");
        if (word.isEmpty())
        {
            return inherited;
        }
        if (isUnicast)
        {
            scope.report().error(word.get().position(), "'mcast_dst_ip' does not go with unicast; it is left out");
            return inherited;
        }

        final Optional<InetAddress> address = Stream.of(word.get()).map(Word::text).map(Addresses::parse)
            .flatMap(Optional::stream)
            .filter((found) -> Addresses.isIpv6(found) == scope.isIpv6())
            .filter((found) -> scope.isIpv6() ? found.isMCLinkLocal() : found.isMulticastAddress())
            .findFirst();
        if (address.isEmpty())
        {
            values.invalid("mcast_dst_ip", word.get(), "a multicast address like " + InetText.of(inherited),
                "it is left out");
        }

        return address.orElse(inherited);
    }

    private int ttl(final boolean isUnicast)
    {
        final Optional<Integer> ttl = values.number("unicast_ttl", 0, MAX_TTL).map(Long::intValue);
        if (ttl.isPresent() && !isUnicast)
        {
            scope.report().error(scope.place("unicast_ttl"), "'unicast_ttl' needs unicast peers; it is left out");
            return MAX_TTL;
        }

        return ttl.orElse(MAX_TTL);
    }

    private boolean isAccepting(final boolean isOwner)
    {
        final Optional<Boolean> wanted =
            values.line("accept", "no_accept").map((line) -> "accept".equals(line.name()));
        if (wanted.orElse(false) && scope.isStrict() && !isOwner && VrrpVersion.V2 == scope.version())
        {
            scope.report().error(scope.place("accept"),
                "strict mode does not allow 'accept' in version 2 (RFC 3768); it is left out");
            return false;
        }

        return wanted.orElse(isOwner || !scope.isStrict());
    }
}
