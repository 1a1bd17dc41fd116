/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.agent;

import io.jlvs.vrrp.address.VirtualAddresses;
import io.jlvs.vrrp.notice.Notifier;

import java.util.function.Consumer;

/**
 * What all virtual routers of an agent share. All of it belongs to the VRRP thread.
 *
 * @param sockets   for adverts.
 * @param addresses in the kernel.
 * @param announcer tells the neighbours.
 * @param custody   which addresses are ours now, for the director.
 * @param sources   own addresses of this host.
 * @param notifier  tells scripts and FIFOs.
 * @param log       of lines, without a time.
 */
record RouterContext(
    AdvertSockets sockets,
    VirtualAddresses addresses,
    Announcer announcer,
    AddressCustody custody,
    SourceAddresses sources,
    Notifier notifier,
    Consumer<String> log)
{
}
