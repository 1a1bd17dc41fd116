/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;

/**
 * What an instance owns while it is master.
 *
 * @param addresses             listed in its adverts, in this order; one family.
 * @param excluded              not listed.
 * @param routes                {@code virtual_routes}.
 * @param rules                 {@code virtual_rules}.
 * @param isPromotingSecondaries {@code promote_secondaries}.
 */
public record AddressSettings(
    List<VirtualAddress> addresses,
    List<VirtualAddress> excluded,
    List<VirtualRoute> routes,
    List<VirtualRule> rules,
    boolean isPromotingSecondaries)
{
    /** Nothing. */
    public static final AddressSettings NONE =
        new AddressSettings(List.of(), List.of(), List.of(), List.of(), false);
}
