/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.Checksums;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Adverts as a test wants them: those of an encoder, and what becomes of them on the way.
 */
record Datagrams(Instances instance, AdvertEncoder encoder, byte[] bytes, InetAddress source, InetAddress destination,
    int ttl)
{
    static final InetAddress SENDER_V4 = Instances.ip("10.0.0.1");
    static final InetAddress SENDER_V6 = Instances.ip("fe80::1");

    /** The first advert of an instance, of priority 200. */
    static Datagrams of(final Instances instance)
    {
        return of(instance, 0);
    }

    static Datagrams of(final Instances instance, final long epochNs)
    {
        final InetAddress group = instance.isIpv6() ? Instances.GROUP_V6 : Instances.GROUP_V4;
        final InetAddress to = instance.peers().isEmpty() ?
            group : Instances.ip(instance.isIpv6() ? "fe80::2" : "10.0.0.2");
        return of(instance, instance.encoder(), instance.isIpv6() ? SENDER_V6 : SENDER_V4, to, epochNs);
    }

    private static Datagrams of(
        final Instances instance,
        final AdvertEncoder encoder,
        final InetAddress source,
        final InetAddress destination,
        final long epochNs)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AdvertDatagram.MAX_LENGTH]);
        encoder.begin(source, 200, epochNs);
        final int length = encoder.encode(buffer, 0, destination);
        return new Datagrams(
            instance, encoder, Arrays.copyOf(buffer.byteArray(), length), source, destination,
            encoder.ttl(destination));
    }

    /** The next advert of the same sender. */
    Datagrams next(final long epochNs)
    {
        return of(instance, encoder, source, destination, epochNs);
    }

    Datagrams to(final InetAddress newDestination)
    {
        return of(instance, encoder, source, newDestination, 0);
    }

    Datagrams from(final InetAddress newSource)
    {
        return of(instance, encoder, newSource, destination, 0);
    }

    Datagrams ttl(final int newTtl)
    {
        return new Datagrams(instance, encoder, bytes, source, destination, newTtl);
    }

    Datagrams length(final int length)
    {
        return new Datagrams(instance, encoder, Arrays.copyOf(bytes, length), source, destination, ttl);
    }

    /** With other bytes, and no other checksum. */
    Datagrams changed(final Consumer<UnsafeBuffer> change)
    {
        final byte[] copy = bytes.clone();
        change.accept(new UnsafeBuffer(copy));
        return new Datagrams(instance, encoder, copy, source, destination, ttl);
    }

    /** With other bytes of the advert, and the checksum of version 2 that belongs to them. */
    Datagrams forged(final Consumer<AdvertFlyweight> change)
    {
        return changed((buffer) ->
        {
            final int offset = datagram().advertOffset();
            final AdvertFlyweight advert = new AdvertFlyweight().wrap(buffer, offset);
            change.accept(advert);
            advert.checksum(0);
            advert.checksum(Checksums.finish(Checksums.sum(buffer, offset, bytes.length - offset)));
        });
    }

    AdvertDatagram datagram()
    {
        return new AdvertDatagram(new UnsafeBuffer(bytes), 0, bytes.length, source, destination, ttl);
    }
}
