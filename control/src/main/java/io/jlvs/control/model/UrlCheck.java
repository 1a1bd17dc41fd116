/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.List;
import java.util.Optional;

/**
 * A block {@code url}.
 *
 * @param path        to ask for.
 * @param host        value of the Host header; empty: address and port of the server.
 * @param digest      MD5 of the body, 32 lower-case hexadecimal digits.
 * @param statusCodes ranges of which the status must meet one.
 */
public record UrlCheck(String path, Optional<String> host, Optional<String> digest, List<StatusRange> statusCodes)
{
    /** Accepted without a {@code status_code} line. */
    public static final List<StatusRange> SUCCESS = List.of(new StatusRange(200, 299));

    /**
     * Status codes.
     *
     * @param first lowest.
     * @param last  highest.
     */
    public record StatusRange(int first, int last)
    {
        @Override
        public String toString()
        {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /**
     * Whether a status is one of the wanted.
     *
     * @param status of an answer.
     * @return true if it is.
     */
    public boolean accepts(final int status)
    {
        return statusCodes.stream().anyMatch((range) -> range.first() <= status && status <= range.last());
    }
}
