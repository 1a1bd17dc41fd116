/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

/**
 * Something that could not be set up or taken down. Immutable.
 *
 * @param object what, for example "address 10.0.0.100/32 dev eth0".
 * @param reason for example "interface eth0 does not exist", or the kernel's error.
 */
public record AddressFailure(String object, String reason)
{
    @Override
    public String toString()
    {
        return object + ": " + reason;
    }
}
