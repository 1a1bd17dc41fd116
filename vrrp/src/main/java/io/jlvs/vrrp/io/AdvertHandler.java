/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.io;

import io.jlvs.vrrp.packet.AdvertDatagram;

/**
 * Takes what an {@link AdvertSocket} receives.
 */
@FunctionalInterface
public interface AdvertHandler
{
    /**
     * A datagram came in.
     *
     * @param datagram whose bytes are borrowed until this returns.
     */
    void onDatagram(AdvertDatagram datagram);
}
