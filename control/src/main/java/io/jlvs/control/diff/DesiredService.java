/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.diff;

import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DestinationSpec;
import io.jlvs.dataplane.cnc.ServiceSpec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One service as it should be in the director.
 *
 * @param spec         of the service.
 * @param destinations to hold, in the order in which they are to be added.
 */
public record DesiredService(ServiceSpec spec, Map<DestinationKey, DestinationSpec> destinations)
{
    /**
     * Keep a copy that keeps the order.
     */
    public DesiredService
    {
        destinations = Collections.unmodifiableMap(new LinkedHashMap<>(destinations));
    }
}
