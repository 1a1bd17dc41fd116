/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * What the director answered.
 *
 * @param code outcome.
 * @param text for the operator, often empty.
 */
public record CommandResponse(ResponseCode code, String text)
{
    /**
     * Whether the command was carried out.
     *
     * @return true for {@link ResponseCode#OK}.
     */
    public boolean isOk()
    {
        return ResponseCode.OK == code;
    }
}
