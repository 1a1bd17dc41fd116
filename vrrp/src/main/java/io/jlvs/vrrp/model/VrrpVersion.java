/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

/**
 * Version of the protocol: 2 is RFC 3768 (IPv4, whole seconds), 3 is RFC 5798 and RFC 9568 (both families, hundredths).
 */
public enum VrrpVersion
{
    /** RFC 3768. */
    V2(2),
    /** RFC 5798, RFC 9568. */
    V3(3);

    private final int number;

    VrrpVersion(final int number)
    {
        this.number = number;
    }

    /**
     * As it stands in the first four bits of an advert.
     *
     * @return 2 or 3.
     */
    public int number()
    {
        return number;
    }
}
