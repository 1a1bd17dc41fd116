/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.LeasedAddress;

import java.util.List;

/**
 * Takes addresses off interfaces. Conductor only.
 */
interface AddressRemover extends AutoCloseable
{
    /** What became of an address. */
    enum Outcome
    {
        /** It was taken off. */
        REMOVED,
        /** It was not there, or its interface was not. */
        ABSENT,
        /** The kernel refused; the reason has been reported. */
        REFUSED
    }

    /**
     * Take addresses off their interfaces, each whatever becomes of the others.
     *
     * @param addresses with their interfaces.
     * @return one for each, in the same order.
     * @throws RuntimeException if nothing can be said about any.
     */
    List<Outcome> remove(List<LeasedAddress> addresses);

    @Override
    void close();
}
