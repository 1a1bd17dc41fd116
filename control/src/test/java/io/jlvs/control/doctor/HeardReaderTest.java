/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Frames read into what was heard. The adverts were recorded from keepalived 2.2.7.
 */
class HeardReaderTest
{
    /** As in the command: pcap4j tells of each damaged frame. The reference keeps the level set. */
    private static final Logger PCAP4J = Logger.getLogger("org.pcap4j");

    private static final String PASSWORD = "01005e000012020000000001080045c0002800010000ff70d0910a000001e0000012" +
        "2133c8010101a9030a0000643131313100000000";
    private static final String AUTHENTICATION_HEADER = "01005e000012020000000001080045c0004000010000ff33d0b60a000001" +
        "e0000012700400000a00000100000001b6a7388af22c759b820686492133c80102010a660a0000640000000000000000";
    private static final String VERSION_3 = "01005e000012020000000001080045c0002000010000ff70d0990a000001e0000012" +
        "3133c801006411730a000064";
    private static final String IPV6 = "33330000001202000000000186dd6c0866e2002870fffe800000000000000000000000000001" +
        "ff020000000000000000000000000012313d780200645aab" +
        "fe800000000000000000000000000100fd000000000000000000000000000100";
    private static final String ARP_REPLY = "02000000000102000000002108060001080006040002" +
        "0200000000210a0000640200000000010a000001";
    private static final String ADVERTISEMENT = "02000000000102000000002286dd6000000000203aff" +
        "fe800000000000000000000000000022fe800000000000000000000000000001" +
        "8800000060000000fd000000000000000000000000000100" + "0201020000000021";

    @BeforeAll
    static void silencePcap4j()
    {
        PCAP4J.setLevel(Level.OFF);
    }

    @Test
    void shouldReadAnAdvertWithAPassword()
    {
        assertEquals(advert("10.0.0.1", 2, 51, 200, 1, "10.0.0.100"), read(PASSWORD));
    }

    @Test
    void shouldReadAnAdvertBehindAnAuthenticationHeader()
    {
        assertEquals(advert("10.0.0.1", 2, 51, 200, 2, "10.0.0.100"), read(AUTHENTICATION_HEADER));
    }

    @Test
    void shouldReadAnAdvertOfVersion3()
    {
        assertEquals(advert("10.0.0.1", 3, 51, 200, 0, "10.0.0.100"), read(VERSION_3));
    }

    @Test
    void shouldReadAnAdvertOverIpv6()
    {
        assertEquals(advert("fe80::1", 3, 61, 120, 0, "fe80::100", "fd00::100"), read(IPV6));
    }

    @Test
    void shouldReadAnArpReplyAndPassOverARequest()
    {
        assertEquals(
            Optional.of(new Heard.AddressAnswer("eth0", FactsFixture.address("10.0.0.100"), 0x0200_0000_0021L)),
            read(ARP_REPLY));
        assertEquals(Optional.empty(), read(ARP_REPLY.replace("060400020200", "060400010200")));
    }

    @Test
    void shouldTakeTheMacThatANeighbourAdvertisementNames()
    {
        assertEquals(
            Optional.of(new Heard.AddressAnswer("eth0", FactsFixture.address("fd00::100"), 0x0200_0000_0021L)),
            read(ADVERTISEMENT));
    }

    @Test
    void shouldPassOverDamagedFrames()
    {
        for (final String whole : new String[] {PASSWORD, AUTHENTICATION_HEADER, VERSION_3, IPV6})
        {
            final byte[] frame = HexFormat.of().parseHex(whole);
            for (int length = 0; length < 42; length++)
            {
                assertEquals(Optional.empty(), HeardReader.read("eth0", Arrays.copyOf(frame, length)));
            }
        }
    }

    @Test
    void shouldOutliveHostileFrames()
    {
        final long seed = 20_261_121;
        System.out.println("HeardReaderTest seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final String[] models =
            {PASSWORD, AUTHENTICATION_HEADER, VERSION_3, IPV6, ARP_REPLY, ADVERTISEMENT};
        int readCount = 0;
        for (int i = 0; i < 50_000; i++)
        {
            final byte[] frame = HexFormat.of().parseHex(models[random.nextInt(models.length)]);
            for (int change = random.nextInt(4); change > 0; change--)
            {
                frame[random.nextInt(frame.length)] = (byte)random.nextInt();
            }
            final int length = random.nextBoolean() ? frame.length : random.nextInt(frame.length);
            readCount += HeardReader.read("eth0", Arrays.copyOf(frame, length)).isPresent() ? 1 : 0;
        }

        assertTrue(readCount > 1_000, "frames that still say something: " + readCount);
    }

    private static Optional<Heard> advert(
        final String source,
        final int version,
        final int virtualRouterId,
        final int priority,
        final int authenticationType,
        final String... addresses)
    {
        return Optional.of(new Heard.RouterAdvert(
            "eth0",
            0x0200_0000_0001L,
            FactsFixture.address(source),
            version,
            virtualRouterId,
            priority,
            1_000,
            authenticationType,
            Set.copyOf(Arrays.stream(addresses).map(FactsFixture::address).toList())));
    }

    private static Optional<Heard> read(final String hex)
    {
        return HeardReader.read("eth0", HexFormat.of().parseHex(hex));
    }
}
