/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.packet.AdvertDatagram;
import io.jlvs.vrrp.packet.AdvertDecoder;
import io.jlvs.vrrp.packet.AdvertEncoder;
import io.jlvs.vrrp.packet.AuthenticationSequence;
import io.jlvs.vrrp.state.VrrpEvent;
import io.jlvs.vrrp.state.VrrpRole;
import io.jlvs.vrrp.state.VrrpState;
import io.jlvs.vrrp.state.VrrpStateMachine;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetAddress;
import java.util.List;

/**
 * Lets an instance be backup and master some hundred times before it starts, without a socket and without a clock, so
 * that its classes are loaded and compiled when the first advert is due: else a first takeover takes tens of
 * milliseconds longer than the next one. Nothing is sent and nothing is kept.
 */
final class WarmUp
{
    private static final int ROUNDS = 300;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AdvertDatagram.MAX_LENGTH]);

    /**
     * Go through the life of an instance.
     *
     * @param instance that will start.
     */
    void run(final VrrpInstance instance)
    {
        final InetAddress source = instance.adverts().isIpv6() ?
            InetAddress.getLoopbackAddress() : instance.addresses().addresses().stream()
            .map(VirtualAddress::address).findFirst().orElseGet(InetAddress::getLoopbackAddress);
        speak(instance, source);
        elect(instance, source);
    }

    private void speak(final VrrpInstance instance, final InetAddress source)
    {
        final long intervalNs = instance.election().advertIntervalNs();
        final List<InetAddress> addresses =
            instance.addresses().addresses().stream().map(VirtualAddress::address).toList();
        final AdvertEncoder encoder =
            new AdvertEncoder(instance.adverts(), addresses, intervalNs, new AuthenticationSequence());
        final AdvertDecoder decoder =
            new AdvertDecoder(instance.adverts(), addresses, intervalNs, new AuthenticationSequence());
        final InetAddress destination = instance.adverts().group();
        for (int i = 0; i < ROUNDS; i++)
        {
            encoder.begin(source, instance.election().priority(), 0);
            final int length = encoder.encode(buffer, 0, destination);
            decoder.decode(
                new AdvertDatagram(buffer, 0, length, source, destination, AdvertEncoder.MULTICAST_TTL), 0);
        }
    }

    private static void elect(final VrrpInstance instance, final InetAddress source)
    {
        final VrrpStateMachine machine = new VrrpStateMachine(instance.election());
        final VrrpEvent advert = new VrrpEvent.AdvertReceived(
            source, instance.election().priority(), instance.election().advertIntervalNs());
        long nowNs = 0;
        for (int i = 0; i < ROUNDS; i++)
        {
            VrrpState state = machine.step(machine.initialState(), new VrrpEvent.SourceChanged(source), nowNs).state();
            state = machine.step(state, new VrrpEvent.Started(), nowNs).state();
            state = machine.step(state, advert, nowNs).state();
            while (VrrpRole.BACKUP == state.role() && VrrpState.NEVER != state.deadlineNs())
            {
                nowNs = state.deadlineNs();
                state = machine.step(state, new VrrpEvent.TimerExpired(), nowNs).state();
            }
            state = machine.step(state, advert, nowNs).state();
            machine.step(state, new VrrpEvent.Stopped(), nowNs);
        }
    }
}
