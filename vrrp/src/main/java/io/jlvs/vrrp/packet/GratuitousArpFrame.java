/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import io.jlvs.dataplane.packet.ArpFlyweight;
import io.jlvs.dataplane.packet.EtherType;
import io.jlvs.dataplane.packet.EthernetFlyweight;
import java.net.Inet4Address;
import org.agrona.MutableDirectBuffer;

/**
 * Gratuitous ARP as keepalived sends it: a request by broadcast for the address that it comes from, with a target MAC
 * of all ones (RFC 5944 section 4.6 leaves the target MAC open).
 * <p>
 * One thread.
 */
public final class GratuitousArpFrame
{
    /** Length of the frame. */
    public static final int LENGTH = EthernetFlyweight.LENGTH + ArpFlyweight.LENGTH;

    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private final ArpFlyweight arp = new ArpFlyweight();

    /**
     * Write a frame.
     *
     * @param buffer  that takes it.
     * @param offset  of its first byte.
     * @param mac     that has the address, 48 bits.
     * @param address to be announced.
     * @return length in bytes.
     */
    public int encode(final MutableDirectBuffer buffer, final int offset, final long mac, final Inet4Address address)
    {
        ethernet.wrap(buffer, offset).destination(BROADCAST).source(mac).type(EtherType.ARP);
        arp.wrap(buffer, offset + EthernetFlyweight.LENGTH)
            .putEthernetIpv4()
            .operation(ArpFlyweight.REQUEST)
            .senderMac(mac)
            .targetMac(BROADCAST);
        final byte[] bytes = address.getAddress();
        buffer.putBytes(offset + EthernetFlyweight.LENGTH + ArpFlyweight.SENDER_ADDRESS_OFFSET, bytes);
        buffer.putBytes(offset + EthernetFlyweight.LENGTH + ArpFlyweight.TARGET_ADDRESS_OFFSET, bytes);
        return LENGTH;
    }
}
