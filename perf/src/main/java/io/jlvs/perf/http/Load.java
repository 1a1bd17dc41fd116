/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import java.util.List;

/**
 * How wrk asks.
 */
enum Load
{
    /** All requests over the connections of the start. */
    KEEP_ALIVE("keep-alive", List.of()),
    /** A connection for each request; the server closes it. */
    NEW_CONNECTIONS("new connections", List.of("-H", "Connection: close"));

    private final String label;
    private final List<String> wrkOptions;

    Load(final String label, final List<String> wrkOptions)
    {
        this.label = label;
        this.wrkOptions = wrkOptions;
    }

    /** For the report. */
    String label()
    {
        return label;
    }

    /** Options of wrk for this load. */
    List<String> wrkOptions()
    {
        return wrkOptions;
    }
}
