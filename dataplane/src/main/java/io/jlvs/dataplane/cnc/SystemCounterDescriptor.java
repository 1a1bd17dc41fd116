/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Counters that the director has once. Type ids and labels stay as they are.
 */
public enum SystemCounterDescriptor
{
    /** Commands taken off the ring. */
    COMMANDS(1, "commands"),
    /** Commands that could not be read or carried out. */
    COMMANDS_INVALID(2, "commands-invalid"),
    /** Commands that were answered with another code than OK. */
    COMMANDS_REFUSED(3, "commands-refused"),
    /** Errors, distinct or not; the error log tells which. Many threads: {@code increment()}. */
    ERRORS(4, "errors"),
    /** Next hops of servers whose hardware address is not known at present. */
    NEIGHBOURS_UNRESOLVED(5, "neighbours-unresolved"),
    /** Connections and templates written to the record. */
    CONNECTIONS_RECORDED(6, "connections-recorded"),
    /** Connections and templates taken from the record at the start. */
    CONNECTIONS_RESTORED(7, "connections-restored"),
    /** Monotonic clock in milliseconds at the last sign of a client, 0 for none. */
    CLIENT_SEEN_MS(8, "client-seen-ms"),
    /** Longest duty cycle of the conductor in nanoseconds. */
    CONDUCTOR_CYCLE_MAX_NS(9, "conductor-cycle-max-ns"),
    /** Longest duty cycle of the recorder in nanoseconds. */
    RECORDER_CYCLE_MAX_NS(10, "recorder-cycle-max-ns"),
    /** Connections and templates for which the connection store had no room. */
    STORE_FULL(11, "store-full"),
    /** Interfaces on which XDP in the driver forwards known flows. */
    XDP_NATIVE_INTERFACES(12, "xdp-native-interfaces"),
    /** Interfaces on which generic XDP forwards known flows. */
    XDP_GENERIC_INTERFACES(13, "xdp-generic-interfaces"),
    /** Interfaces that have no XDP, though it was wanted. */
    XDP_NO_INTERFACES(14, "xdp-refused-interfaces"),
    /** Addresses that control processes lease at present. */
    ADDRESSES_LEASED(15, "addresses-leased"),
    /** Leases that ran out because their holder was silent. */
    ADDRESS_LEASES_EXPIRED(16, "address-leases-expired"),
    /** Addresses that were taken off interfaces for that reason. */
    LEASED_ADDRESSES_TAKEN_OFF(17, "leased-addresses-taken-off"),
    /** Addresses that should have been, but could not be. */
    LEASED_ADDRESSES_LEFT(18, "leased-addresses-left");

    private final int typeId;
    private final String label;

    SystemCounterDescriptor(final int typeId, final String label)
    {
        this.typeId = typeId;
        this.label = label;
    }

    /**
     * Type of the counter in the counters' metadata.
     *
     * @return type id.
     */
    public int typeId()
    {
        return typeId;
    }

    /**
     * Name of the counter for people and metrics.
     *
     * @return lower-case name with dashes.
     */
    public String label()
    {
        return label;
    }
}
