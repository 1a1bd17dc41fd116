/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Poller;
import io.jlvs.vrrp.io.AdvertChannel;
import io.jlvs.vrrp.io.AdvertSocket;
import io.jlvs.vrrp.packet.AdvertDatagram;
import org.agrona.CloseHelper;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The sockets of all virtual routers, one for each {@link AdvertChannel}; opened anew when the interface was. VRRP
 * thread only.
 */
final class AdvertSockets implements AutoCloseable
{
    /** Datagrams of one socket in a duty cycle: more than all routers of a segment send in one interval. */
    private static final int RECEIVE_LIMIT = 1024;

    private final Poller poller;
    private final BiConsumer<AdvertChannel, AdvertDatagram> onDatagram;
    private final Map<AdvertChannel, Bound> sockets = new HashMap<>();

    private record Bound(AdvertSocket socket, int interfaceIndex)
    {
    }

    AdvertSockets(final Poller poller, final BiConsumer<AdvertChannel, AdvertDatagram> onDatagram)
    {
        this.poller = poller;
        this.onDatagram = onDatagram;
    }

    /**
     * The socket of a channel.
     *
     * @param channel        to speak on.
     * @param group          to listen to, none for unicast.
     * @param interfaceIndex of the channel's interface now, 0 without one.
     * @return socket, open.
     * @throws NativeException when the kernel refuses.
     */
    AdvertSocket open(final AdvertChannel channel, final Optional<InetAddress> group, final int interfaceIndex)
    {
        Bound bound = sockets.get(channel);
        if (null != bound && bound.interfaceIndex() != interfaceIndex)
        {
            close(channel);
            bound = null;
        }
        if (null == bound)
        {
            bound = new Bound(AdvertSocket.open(channel), interfaceIndex);
            sockets.put(channel, bound);
            poller.add(bound.socket());
        }
        group.ifPresent(bound.socket()::join);

        return bound.socket();
    }

    /**
     * Read everything that has arrived.
     *
     * @return number of datagrams.
     */
    int receive()
    {
        int count = 0;
        for (final Map.Entry<AdvertChannel, Bound> entry : sockets.entrySet())
        {
            count += entry.getValue().socket().receive(
                (datagram) -> onDatagram.accept(entry.getKey(), datagram), RECEIVE_LIMIT);
        }

        return count;
    }

    /**
     * Close the sockets that no router needs any more.
     *
     * @param used channels of all routers.
     */
    void retain(final Collection<AdvertChannel> used)
    {
        for (final AdvertChannel channel : List.copyOf(sockets.keySet()))
        {
            if (!used.contains(channel))
            {
                close(channel);
            }
        }
    }

    private void close(final AdvertChannel channel)
    {
        final Bound bound = sockets.remove(channel);
        if (null != bound)
        {
            poller.remove(bound.socket());
            bound.socket().close();
        }
    }

    @Override
    public void close()
    {
        sockets.values().forEach((bound) -> poller.remove(bound.socket()));
        CloseHelper.closeAll(sockets.values().stream().map(Bound::socket).toList());
        sockets.clear();
    }
}
