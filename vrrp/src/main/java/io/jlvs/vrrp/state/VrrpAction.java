/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.net.InetAddress;

/**
 * What the shell has to do, in the order in which the actions are given.
 */
public sealed interface VrrpAction
{
    /**
     * Send an advert.
     *
     * @param priority in it; 0 ceases to be master.
     */
    record SendAdvert(int priority) implements VrrpAction
    {
    }

    /**
     * Put addresses, routes and rules into the kernel.
     */
    record InstallAddresses() implements VrrpAction
    {
    }

    /**
     * Take rules, routes and addresses out of the kernel.
     */
    record WithdrawAddresses() implements VrrpAction
    {
    }

    /**
     * Tell the neighbours where the addresses are, by gratuitous ARP or unsolicited neighbour adverts.
     *
     * @param rounds over all addresses, back to back.
     */
    record AnnounceAddresses(int rounds) implements VrrpAction
    {
    }

    /**
     * Let the switches learn the virtual MAC address on the other interfaces of the addresses ({@code garp_extra_if}).
     */
    record AnnounceElsewhere() implements VrrpAction
    {
    }

    /**
     * The role changed: scripts, FIFO and counters are told.
     *
     * @param role     that is taken now.
     * @param priority effective.
     */
    record RoleChanged(VrrpRole role, int priority) implements VrrpAction
    {
    }

    /**
     * The effective priority changed without a change of the role.
     *
     * @param priority effective.
     */
    record PriorityTold(int priority) implements VrrpAction
    {
    }

    /**
     * While master, an advert of a lower priority came in: another router believes to be master.
     *
     * @param source   of the other one.
     * @param priority of the other one.
     */
    record SecondMasterSeen(InetAddress source, int priority) implements VrrpAction
    {
    }

    /**
     * Write a line to the log, without the name of the instance.
     *
     * @param text of the line.
     */
    record Log(String text) implements VrrpAction
    {
    }
}
