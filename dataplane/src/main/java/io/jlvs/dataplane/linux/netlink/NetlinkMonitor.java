/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import io.jlvs.dataplane.linux.Errno;
import io.jlvs.dataplane.linux.FileDescriptor;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Pollable;
import io.jlvs.dataplane.linux.Syscalls;

/**
 * Watches the links, addresses, neighbours, routes and rules of this network namespace. Open it first, then read the
 * tables with {@link RouteNetlink}, then {@link #poll}: so no change is missed (one may be told twice).
 * <p>
 * One owner; not thread safe.
 */
public final class NetlinkMonitor implements Pollable, AutoCloseable
{
    private static final int RTMGRP_LINK = 0x1;
    private static final int RTMGRP_NEIGH = 0x4;
    private static final int RTMGRP_IPV4_IFADDR = 0x10;
    private static final int RTMGRP_IPV4_ROUTE = 0x40;
    private static final int RTMGRP_IPV4_RULE = 0x80;
    private static final int RTMGRP_IPV6_IFADDR = 0x100;
    private static final int RTMGRP_IPV6_ROUTE = 0x400;
    private static final int RTMGRP_IPV6_RULE = 0x40000;
    private static final int GROUPS = RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE |
        RTMGRP_IPV4_RULE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE | RTMGRP_IPV6_RULE;
    private static final int DEFAULT_BUFFER_LENGTH = 4 * 1024 * 1024;
    private static final int MAX_DATAGRAMS = 64;

    private final NetlinkSocket socket;
    private final NetlinkMessage message = new NetlinkMessage();

    private NetlinkMonitor(final int bufferLength)
    {
        socket = new NetlinkSocket(GROUPS, bufferLength);
    }

    /**
     * Subscribe (needs CAP_NET_ADMIN for the size of the buffer).
     *
     * @return owner of the socket.
     */
    public static NetlinkMonitor open()
    {
        return open(DEFAULT_BUFFER_LENGTH);
    }

    static NetlinkMonitor open(final int bufferLength)
    {
        return new NetlinkMonitor(bufferLength);
    }

    /**
     * Tell what has changed since the last call, without blocking. A bounded number of changes for each call.
     *
     * @param listener of the changes.
     * @return number of messages seen; 0 if there is nothing new.
     */
    public int poll(final NetlinkListener listener)
    {
        int count = 0;
        boolean isRouteChanged = false;
        boolean isOverrun = false;
        for (int i = 0; i < MAX_DATAGRAMS; i++)
        {
            final int length = socket.receive(Syscalls.MSG_DONTWAIT);
            if (-Errno.EAGAIN == length)
            {
                break;
            }
            if (-Errno.ENOBUFS == length)
            {
                isOverrun = true;
                count++;
                continue;
            }
            if (length < 0)
            {
                throw new NativeException("recv(AF_NETLINK, notifications)", -length);
            }
            for (int offset = 0; message.wrap(socket.received(), offset, length); offset = message.next())
            {
                isRouteChanged |= dispatch(message, listener);
                count++;
            }
        }
        if (isRouteChanged)
        {
            listener.onRouteChanged();
        }
        if (isOverrun)
        {
            listener.onOverrun();
        }
        return count;
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

    /**
     * Tell of one message.
     *
     * @return true if it is about a route or a rule.
     */
    static boolean dispatch(final NetlinkMessage message, final NetlinkListener listener)
    {
        switch (message.type())
        {
            case NetlinkMessage.RTM_NEWLINK:
                onLink(RouteMessages.decodeLink(message), false, listener);
                return false;
            case NetlinkMessage.RTM_DELLINK:
                onLink(RouteMessages.decodeLink(message), true, listener);
                return false;
            case NetlinkMessage.RTM_NEWADDR:
                onAddress(RouteMessages.decodeAddress(message), false, listener);
                return false;
            case NetlinkMessage.RTM_DELADDR:
                onAddress(RouteMessages.decodeAddress(message), true, listener);
                return false;
            case NetlinkMessage.RTM_NEWNEIGH:
                onNeighbour(RouteMessages.decodeNeighbour(message), false, listener);
                return false;
            case NetlinkMessage.RTM_DELNEIGH:
                onNeighbour(RouteMessages.decodeNeighbour(message), true, listener);
                return false;
            case NetlinkMessage.RTM_NEWROUTE:
            case NetlinkMessage.RTM_DELROUTE:
            case NetlinkMessage.RTM_NEWRULE:
            case NetlinkMessage.RTM_DELRULE:
                return true;
            default:
                return false;
        }
    }

    private static void onLink(final LinkInfo link, final boolean isRemoved, final NetlinkListener listener)
    {
        if (null != link && isRemoved)
        {
            listener.onLinkRemoved(link);
        }
        else if (null != link)
        {
            listener.onLink(link);
        }
    }

    private static void onAddress(
        final AddressInfo address, final boolean isRemoved, final NetlinkListener listener)
    {
        if (null != address && isRemoved)
        {
            listener.onAddressRemoved(address);
        }
        else if (null != address)
        {
            listener.onAddress(address);
        }
    }

    private static void onNeighbour(
        final NeighbourInfo neighbour, final boolean isRemoved, final NetlinkListener listener)
    {
        if (null != neighbour && isRemoved)
        {
            listener.onNeighbourRemoved(neighbour);
        }
        else if (null != neighbour)
        {
            listener.onNeighbour(neighbour);
        }
    }
}
