/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One result: what was measured, under which conditions, and the figures; names carry the unit. Not thread safe.
 */
public final class Result
{
    private final String name;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * A result without figures.
     *
     * @param name of what was measured.
     */
    public Result(final String name)
    {
        this.name = name;
    }

    /**
     * Add a condition or a figure.
     *
     * @param key   short, with the unit, for example "ns/packet".
     * @param value number or text.
     * @return this.
     */
    public Result with(final String key, final Object value)
    {
        values.put(key, value);
        return this;
    }

    /**
     * What was measured.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * Conditions and figures in the order they were added.
     *
     * @return read-only view.
     */
    public Map<String, Object> values()
    {
        return Collections.unmodifiableMap(values);
    }
}
