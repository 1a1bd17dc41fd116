/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.diff;

import io.jlvs.dataplane.cnc.ServiceKey;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All services as they should be in the director, or as they are there.
 *
 * @param services in the order in which they are to be added.
 */
public record DesiredState(Map<ServiceKey, DesiredService> services)
{
    /** Nothing. */
    public static final DesiredState EMPTY = new DesiredState(Map.of());

    /**
     * Keep a copy that keeps the order.
     */
    public DesiredState
    {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }
}
