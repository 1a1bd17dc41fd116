/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.io;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.FileDescriptor;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Pollable;
import io.jlvs.dataplane.linux.RawIpSocket;
import io.jlvs.dataplane.linux.Syscalls;
import io.jlvs.vrrp.packet.AdvertDatagram;
import io.jlvs.vrrp.packet.AdvertEncoder;
import java.net.InetAddress;

/**
 * Sends and receives the adverts of all instances of an {@link AdvertChannel}, by a raw socket: as long as it is open,
 * the kernel does not answer unicast adverts with "protocol unreachable", and its routes and neighbours carry ours.
 * Bound to a macvlan its frames have the MAC of that.
 * <p>
 * It holds as long as the interface does: one that is made anew under the same name needs a new socket. One owner; one
 * thread.
 */
public final class AdvertSocket implements Pollable, AutoCloseable
{
    private final AdvertChannel channel;
    private final RawIpSocket socket;
    private final int interfaceIndex;

    private AdvertSocket(final AdvertChannel channel, final RawIpSocket socket, final int interfaceIndex)
    {
        this.channel = channel;
        this.socket = socket;
        this.interfaceIndex = interfaceIndex;
    }

    /**
     * Open; receives unicasts from now on.
     *
     * @param channel that it serves.
     * @return the owner.
     * @throws NativeException with ENODEV if there is no such interface, with EPERM without CAP_NET_RAW.
     */
    public static AdvertSocket open(final AdvertChannel channel)
    {
        final RawIpSocket socket = RawIpSocket.open(channel.isIpv6(), channel.protocol());
        try
        {
            channel.interfaceName().ifPresent(socket::bindToInterface);
            return new AdvertSocket(
                channel, socket, channel.interfaceName().map(Syscalls::interfaceIndex).orElse(0));
        }
        catch (final RuntimeException ex)
        {
            socket.close();
            throw ex;
        }
    }

    /**
     * Receive the multicasts to a group, too; once more does nothing.
     *
     * @param group of the family.
     * @throws NativeException if the kernel refuses.
     */
    public void join(final InetAddress group)
    {
        socket.joinGroup(group, interfaceIndex);
    }

    /**
     * Send a copy of the advert that was begun last.
     *
     * @param encoder     in which it was begun.
     * @param source      with which it was begun.
     * @param destination group or peer.
     * @return 0, or the positive error number with which the kernel refused it.
     */
    public int send(final AdvertEncoder encoder, final InetAddress source, final InetAddress destination)
    {
        final int length = encoder.encode(socket.sendBuffer(), 0, destination);
        return Math.max(0, -socket.send(length, source, destination, encoder.ttl(destination)));
    }

    /**
     * Receive what is there, without waiting.
     *
     * @param handler of the datagrams.
     * @param limit   number of datagrams at most.
     * @return number of datagrams.
     * @throws NativeException if the kernel refuses; errors of the network are passed over.
     */
    public int receive(final AdvertHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit)
        {
            final int length = socket.receive();
            if (-Errno.EAGAIN == length)
            {
                break;
            }
            if (-Errno.EBADF == length)
            {
                throw new NativeException("recvmsg(" + channel + ")", -length);
            }
            count++;
            if (0 <= length)
            {
                handler.onDatagram(new AdvertDatagram(
                    socket.received(),
                    0,
                    Math.min(length, RawIpSocket.CAPACITY),
                    socket.source(),
                    socket.destination(),
                    socket.hopLimit()));
            }
        }
        return count;
    }

    /**
     * What it serves.
     *
     * @return channel that it was opened for.
     */
    public AdvertChannel channel()
    {
        return channel;
    }

    @Override
    public FileDescriptor fd()
    {
        return socket.fd();
    }

    @Override
    public void close()
    {
        socket.close();
    }
}
