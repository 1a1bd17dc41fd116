/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

/**
 * Takes the changes that a {@link NetlinkMonitor} finds; called on the thread that polls.
 */
public interface NetlinkListener
{
    /**
     * A link appeared or changed.
     *
     * @param link as it is now.
     */
    void onLink(LinkInfo link);

    /**
     * A link is gone.
     *
     * @param link as it was.
     */
    void onLinkRemoved(LinkInfo link);

    /**
     * An address appeared or changed.
     *
     * @param address as it is now.
     */
    void onAddress(AddressInfo address);

    /**
     * An address is gone.
     *
     * @param address as it was.
     */
    void onAddressRemoved(AddressInfo address);

    /**
     * A neighbour appeared or changed its state.
     *
     * @param neighbour as it is now.
     */
    void onNeighbour(NeighbourInfo neighbour);

    /**
     * A neighbour is gone.
     *
     * @param neighbour as it was.
     */
    void onNeighbourRemoved(NeighbourInfo neighbour);

    /**
     * Some route or rule changed: answers of {@link RouteNetlink#route} may be different now. Once for each batch of
     * changes.
     */
    void onRouteChanged();

    /**
     * The kernel had more changes than the socket could hold: some are lost, so read everything again.
     */
    void onOverrun();
}
