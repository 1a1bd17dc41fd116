/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

/**
 * Consistent copy of one entry of a flow table, filled by {@link FlowTableReader} and reused by it.
 */
public final class FlowEntry
{
    int slot;
    boolean ipv6;
    int kind;
    long sourceHigh;
    long sourceLow;
    int sourcePort;
    long destinationHigh;
    long destinationLow;
    int destinationPort;
    int state;
    int flags;
    int owner;
    int destinationId;
    int lastSeenTicks;
    int link;

    FlowEntry()
    {
    }

    /**
     * Place in the table.
     *
     * @return slot.
     */
    public int slot()
    {
        return slot;
    }

    /**
     * Family.
     *
     * @return true for IPv6.
     */
    public boolean ipv6()
    {
        return ipv6;
    }

    /**
     * Transport protocol.
     *
     * @return IANA number.
     */
    public int protocol()
    {
        return FlowTableDescriptor.protocol(kind);
    }

    /**
     * Whether this is a persistence template.
     *
     * @return true for a template.
     */
    public boolean template()
    {
        return FlowTableDescriptor.isTemplate(kind);
    }

    /**
     * Whether this is a template that takes no more connections because its server is gone: IPVS lists it with port
     * 65535 for the service and for the server.
     *
     * @return true for a retired template.
     */
    public boolean retired()
    {
        return FlowTableDescriptor.isRetired(kind);
    }

    /**
     * High 64 bits of the client's address.
     *
     * @return 0 for IPv4.
     */
    public long sourceHigh()
    {
        return sourceHigh;
    }

    /**
     * Low 64 bits of the client's address.
     *
     * @return numeric value of the network-order bytes.
     */
    public long sourceLow()
    {
        return sourceLow;
    }

    /**
     * Client port.
     *
     * @return 0 for a template.
     */
    public int sourcePort()
    {
        return sourcePort;
    }

    /**
     * High 64 bits of the virtual address.
     *
     * @return 0 for IPv4.
     */
    public long destinationHigh()
    {
        return destinationHigh;
    }

    /**
     * Low 64 bits of the virtual address.
     *
     * @return numeric value of the network-order bytes.
     */
    public long destinationLow()
    {
        return destinationLow;
    }

    /**
     * Virtual port, also of a retired template.
     *
     * @return 0..65535.
     */
    public int destinationPort()
    {
        return destinationPort;
    }

    /**
     * State.
     *
     * @return {@link ConnectionState}.
     */
    public int state()
    {
        return state;
    }

    /**
     * Flags.
     *
     * @return {@link ForwardingCode} and {@link FlowTable#CONTROLLED}.
     */
    public int flags()
    {
        return flags;
    }

    /**
     * Forwarding method.
     *
     * @return {@link ForwardingCode}.
     */
    public int forwardingCode()
    {
        return flags & FlowTable.FORWARDING_MASK;
    }

    /**
     * Worker that owns the entry.
     *
     * @return index.
     */
    public int owner()
    {
        return owner;
    }

    /**
     * Destination.
     *
     * @return id of the {@link Destination}.
     */
    public int destinationId()
    {
        return destinationId;
    }

    /**
     * Time of the last packet.
     *
     * @return ticks of 10 ms of the monotonic clock, modulo 2^32.
     */
    public int lastSeenTicks()
    {
        return lastSeenTicks;
    }

    /**
     * Link.
     *
     * @return of a connection: slot of its template + 1, or 0; of a template: its time-out in ticks.
     */
    public int link()
    {
        return link;
    }

    /**
     * Time until the entry ends if no packet comes.
     *
     * @param nowTicks time now.
     * @param timeouts in force, as {@link FlowTableReader#timeouts} returns them.
     * @return ticks, negative when it should be gone already (the director notices within about a second).
     */
    public int remainingTicks(final int nowTicks, final Timeouts timeouts)
    {
        final int timeoutTicks = template() ? link : timeouts.timeoutTicks(protocol(), state);
        return ConnectionExpiry.remainingTicks(nowTicks, lastSeenTicks, timeoutTicks);
    }
}
