/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.vrrp.model.AdvertSettings.UnicastPeer;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.Authentication.HmacMode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Any bytes get a verdict, and what an encoder writes, a decoder reads. {@code -Djlvs.fuzz.tries=10000000} makes a long
 * run, {@code -Djlvs.fuzz.seed=N} repeats one; a failure names the seed.
 */
class AdvertFuzzTest
{
    private static final int TRIES = Integer.getInteger("jlvs.fuzz.tries", 40_000);
    private static final long SEED = Long.getLong("jlvs.fuzz.seed", System.nanoTime());
    private static final long EPOCH_NS = TimeUnit.SECONDS.toNanos(1_000_000_000);
    private static final UnicastPeer PEER = new UnicastPeer(Instances.ip("10.0.0.1"), 250, 255);
    private static final List<Instances> INSTANCES = List.of(
        Instances.v2(Authentication.NONE),
        Instances.v2(new Authentication.Password("1111")),
        Instances.v2(new Authentication.Header("secret12")),
        Instances.v3(false),
        Instances.v3(false).peers(PEER).checkingUnicastSource(),
        Instances.v3(false).authentication(HmacVectorsTest.hmac(HmacMode.ENFORCE)),
        Instances.v3(true),
        Instances.v3(true).authentication(HmacVectorsTest.hmac(HmacMode.PERMISSIVE)));

    @Test
    void shouldGiveAVerdictForAnyBytes()
    {
        System.out.println("fuzz seed " + SEED);
        final Random random = new Random(SEED);
        final Set<AdvertError> seen = EnumSet.noneOf(AdvertError.class);
        int accepted = 0;
        for (int i = 0; i < TRIES; i++)
        {
            final Instances instance = INSTANCES.get(random.nextInt(INSTANCES.size()));
            final Datagrams advert = mutated(Datagrams.of(instance, EPOCH_NS), random);
            final byte[] before = advert.bytes().clone();
            final AdvertVerdict verdict = decode(instance, advert, i);
            assertTrue(Arrays.equals(before, advert.bytes()), "the datagram was changed");
            if (verdict instanceof final AdvertVerdict.Rejected rejected)
            {
                seen.add(rejected.error());
            }
            else
            {
                accepted++;
            }
        }
        assertTrue(TRIES / 100 < accepted, "accepted " + accepted);
        assertTrue(14 <= seen.size(), "errors seen: " + seen);
    }

    @Test
    void shouldReadWhatWasWritten()
    {
        final Random random = new Random(SEED);
        for (int i = 0; i < TRIES / 10; i++)
        {
            final Instances instance = randomly(INSTANCES.get(random.nextInt(INSTANCES.size())), random);
            final Datagrams advert = Datagrams.of(instance, EPOCH_NS);

            final AdvertVerdict verdict = decode(instance, advert, i);

            final AdvertVerdict.Accepted accepted =
                assertInstanceOf(AdvertVerdict.Accepted.class, verdict, () -> "seed " + SEED + ": " + verdict);
            assertEquals(List.of(), accepted.remarks());
            assertEquals(instance.addresses(), accepted.advert().addresses());
            assertEquals(instance.intervalNs(), accepted.advert().intervalNs());
            assertEquals(instance.virtualRouterId(), accepted.advert().virtualRouterId());
            assertEquals(200, accepted.advert().priority());
        }
    }

    private static Instances randomly(final Instances instance, final Random random)
    {
        final String[] addresses = new String[random.nextInt(256)];
        for (int i = 0; i < addresses.length; i++)
        {
            addresses[i] = instance.isIpv6() ? "fd00::" + Integer.toHexString(random.nextInt(0x10000)) :
                "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + i;
        }
        final long intervalNs = switch (instance.version())
        {
            case V2 -> TimeUnit.SECONDS.toNanos(1 + random.nextInt(255));
            case V3 -> TimeUnit.MILLISECONDS.toNanos(10) * (1 + random.nextInt(4095));
        };
        return instance.addresses(addresses).interval(intervalNs).virtualRouterId(1 + random.nextInt(255));
    }

    private static Datagrams mutated(final Datagrams advert, final Random random)
    {
        final Datagrams cut = switch (random.nextInt(4))
        {
            case 0 -> advert.length(random.nextInt(advert.bytes().length + 30));
            case 1 -> advert.ttl(random.nextInt(256));
            default -> advert;
        };
        return cut.changed((buffer) ->
        {
            final int changes = random.nextInt(4);
            for (int i = 0; i < changes && 0 < buffer.capacity(); i++)
            {
                // Mostly in the headers.
                final int limit = random.nextBoolean() ? Math.min(64, buffer.capacity()) : buffer.capacity();
                buffer.putByte(random.nextInt(limit), (byte)random.nextInt(256));
            }
        });
    }

    private static AdvertVerdict decode(final Instances instance, final Datagrams advert, final int round)
    {
        try
        {
            // The buffer ends where the datagram ends, and its bounds are checked.
            assertTrue(UnsafeBuffer.SHOULD_BOUNDS_CHECK);
            return instance.decoder().decode(advert.datagram(), EPOCH_NS);
        }
        catch (final RuntimeException ex)
        {
            throw new AssertionError(
                "seed " + SEED + " round " + round + " " + HexFormat.of().formatHex(advert.bytes()), ex);
        }
    }
}
