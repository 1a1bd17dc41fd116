/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import java.net.InetAddress;

/**
 * What can happen to a virtual router.
 */
public sealed interface VrrpEvent
{
    /**
     * The instance begins; its faults and priority have been told before.
     */
    record Started() implements VrrpEvent
    {
    }

    /**
     * The instance ends in order.
     */
    record Stopped() implements VrrpEvent
    {
    }

    /**
     * The time of {@link VrrpState#deadlineNs()} has come. The shell reads all adverts that have arrived, and delivers
     * them, before it delivers this: an overdue timer says nothing about a master whose adverts lie unread.
     */
    record TimerExpired() implements VrrpEvent
    {
    }

    /**
     * A valid advert for this virtual router came in; whether it is valid, and from one who may send it, has been
     * checked.
     *
     * @param source           address of the sender.
     * @param priority         0..255; 0: the sender ceases to be master.
     * @param advertIntervalNs of the sender.
     */
    record AdvertReceived(InetAddress source, int priority, long advertIntervalNs) implements VrrpEvent
    {
    }

    /**
     * The tracked things add up to another priority. An owner's priority does not change.
     *
     * @param priority sum of the configured one and the weights; what lies outside 1..254 is taken as 1 or 254.
     */
    record PriorityChanged(int priority) implements VrrpEvent
    {
    }

    /**
     * A tracked thing without weight, the interface or the source address failed, or all are well again.
     *
     * @param isFaulty whether the instance may not take part.
     * @param reason   what failed, for the log.
     */
    record FaultChanged(boolean isFaulty, String reason) implements VrrpEvent
    {
    }

    /**
     * The own address has changed: it decides between equal priorities.
     *
     * @param source address that adverts are sent from.
     */
    record SourceChanged(InetAddress source) implements VrrpEvent
    {
    }

    /**
     * The sync group went to another role and takes this member along.
     *
     * @param role that the member takes: BACKUP, MASTER or FAULT.
     */
    record GroupMoved(VrrpRole role) implements VrrpEvent
    {
    }

    /**
     * Another member of the sync group has heard a second master: neighbours may have been misled about these
     * addresses too.
     */
    record AddressesContested() implements VrrpEvent
    {
    }

    /**
     * The configuration was read again; the machine that gets this has the new settings, the state is the old one's.
     *
     * @param priority effective by the new configuration, 1..255.
     */
    record Reconfigured(int priority) implements VrrpEvent
    {
    }

    /**
     * This process has not run for so long, or lost its addresses, that another router may be master by now.
     *
     * @param reason for the log.
     */
    record Outrun(String reason) implements VrrpEvent
    {
    }
}
