/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

/**
 * Priorities for the rules of a file that name none: from 16384 down for each family, as in keepalived.
 */
final class RulePriorities
{
    private static final int FIRST = 16384;

    private int nextIpv4 = FIRST;
    private int nextIpv6 = FIRST;

    int next(final boolean isIpv6)
    {
        return isIpv6 ? nextIpv6-- : nextIpv4--;
    }
}
