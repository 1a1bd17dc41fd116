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
     * The time of {@link VrrpState#deadlineNs()} has come.
     */
    record TimerExpired() implements VrrpEvent
    {
    }

    /**
     * A valid advert for this virtual router came in.
     *
     * @param source           address of the sender.
     * @param priority         0..255; 0: the sender ceases to be master.
     * @param advertIntervalNs of the sender.
     */
    record AdvertReceived(InetAddress source, int priority, long advertIntervalNs) implements VrrpEvent
    {
    }

    /**
     * The tracked things add up to another priority.
     *
     * @param priority effective, 1..255.
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
     * This process has not run for so long, or lost its addresses, that another router may be master by now.
     *
     * @param reason for the log.
     */
    record Outrun(String reason) implements VrrpEvent
    {
    }
}
