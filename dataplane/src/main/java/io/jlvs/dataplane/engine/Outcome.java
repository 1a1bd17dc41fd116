/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.ResponseCode;

/**
 * Answer to a command.
 *
 * @param code what happened.
 * @param text for the operator, where the code alone does not say it; else empty.
 */
record Outcome(ResponseCode code, String text)
{
    static final Outcome OK = new Outcome(ResponseCode.OK, "");

    static Outcome of(final ResponseCode code)
    {
        return new Outcome(code, "");
    }

    static Outcome unsupported(final String text)
    {
        return new Outcome(ResponseCode.UNSUPPORTED, text);
    }

    boolean isOk()
    {
        return ResponseCode.OK == code;
    }
}
