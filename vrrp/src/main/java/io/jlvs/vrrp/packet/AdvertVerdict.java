/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.packet;

import java.util.List;

/**
 * What became of a datagram.
 */
public sealed interface AdvertVerdict
{
    /**
     * It is a valid advert for this instance.
     *
     * @param advert  in it.
     * @param remarks things that are wrong and do not matter: at most {@link AdvertError#ADDRESS_LIST} and
     *                {@link AdvertError#INTERVAL_DIFFERS}.
     */
    record Accepted(Advert advert, List<Remark> remarks) implements AdvertVerdict
    {
    }

    /**
     * It is dropped.
     *
     * @param error  the first that was found.
     * @param detail for the log: received and expected values.
     */
    record Rejected(AdvertError error, String detail) implements AdvertVerdict
    {
    }

    /**
     * Something that is wrong with an advert that is taken nevertheless.
     *
     * @param error  what.
     * @param detail for the log: received and expected values.
     */
    record Remark(AdvertError error, String detail)
    {
    }
}
