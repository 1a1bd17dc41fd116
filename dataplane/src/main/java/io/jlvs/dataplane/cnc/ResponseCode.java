/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Outcome of a command. The names follow what the kernel answers for IPVS, so that ipvsadm can put them in the same
 * words.
 */
public enum ResponseCode
{
    /** Done. */
    OK,
    /** EEXIST for a service. */
    SERVICE_EXISTS,
    /** ESRCH: no such service. */
    NO_SUCH_SERVICE,
    /** EEXIST for a destination. */
    DESTINATION_EXISTS,
    /** ENOENT for a destination. */
    NO_SUCH_DESTINATION,
    /** ENOENT for a scheduler or persistence engine. */
    NO_SUCH_SCHEDULER,
    /** ERANGE: lower threshold above the upper one. */
    OUT_OF_RANGE,
    /** EINVAL. */
    INVALID,
    /** Known to IPVS, not offered by this version of jlvs; the text says what. */
    UNSUPPORTED,
    /** No room in the director's tables; the text says which. */
    NO_SPACE;

    private static final ResponseCode[] VALUES = values();

    /**
     * Code by ordinal.
     *
     * @param ordinal as sent.
     * @return the code, {@link #INVALID} for an unknown ordinal.
     */
    public static ResponseCode get(final int ordinal)
    {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : INVALID;
    }
}
