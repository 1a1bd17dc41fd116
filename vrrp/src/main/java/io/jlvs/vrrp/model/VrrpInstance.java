/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

/**
 * A block {@code vrrp_instance}.
 *
 * @param name         of the instance.
 * @param election     who is master.
 * @param adverts      how it speaks.
 * @param addresses    what it owns while master.
 * @param tracking     what it watches.
 * @param notification whom it tells.
 * @param place        file and line of the block, for messages.
 */
public record VrrpInstance(
    String name,
    ElectionSettings election,
    AdvertSettings adverts,
    AddressSettings addresses,
    TrackSettings tracking,
    NotifySettings notification,
    String place)
{
}
