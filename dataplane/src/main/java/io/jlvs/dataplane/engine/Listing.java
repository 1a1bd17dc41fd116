/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceSpec;
import io.jlvs.dataplane.cnc.TrafficRow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers listings a page at a time. Rows stand in a fixed order as long as the configuration does not change: services
 * in the order they were added, each with its destinations, newest first, and its deleted destinations behind them;
 * then deleted services that connections still refer to.
 */
final class Listing
{
    private static final ServiceSpec DELETED_SPEC = new ServiceSpec("", 0, 0, 0, false, "");

    private final ServiceRegistry registry;
    private final EventProxy events;

    Listing(final ServiceRegistry registry, final EventProxy events)
    {
        this.registry = registry;
        this.events = events;
    }

    void send(final long correlationId, final long cursor, final int maxRows)
    {
        final Map<ServiceKey, List<RegisteredDestination>> deleted = deletedByService();
        final Page page = new Page(correlationId, cursor, maxRows);
        for (final RegisteredService service : registry.services())
        {
            final List<RegisteredDestination> gone = deleted.remove(service.key);
            if (page.skips(1 + service.destinations.size() + (null == gone ? 0 : gone.size())))
            {
                continue;
            }

            page.service(service.key, service.spec, true, service.traffic());
            service.destinations.forEach((destination) -> page.destination(destination.row()));
            if (null != gone)
            {
                gone.forEach((destination) -> page.destination(destination.row()));
            }
        }

        deleted.forEach((key, gone) ->
        {
            page.service(key, DELETED_SPEC, false, TrafficRow.ZERO);
            gone.forEach((destination) -> page.destination(destination.row()));
        });
        events.listEnd(correlationId, page.nextCursor(), registry.version());
    }

    private Map<ServiceKey, List<RegisteredDestination>> deletedByService()
    {
        final Map<ServiceKey, List<RegisteredDestination>> map = new LinkedHashMap<>();
        registry.deletedDestinations().forEach(
            (key, destination) -> map.computeIfAbsent(key.service(), (ignore) -> new ArrayList<>()).add(destination));
        return map;
    }

    /**
     * The rows from a cursor on, as many as fit. A page that begins within a service repeats nothing: the client keeps
     * the last service it saw.
     */
    private final class Page
    {
        private final long correlationId;
        private final long first;
        private final long end;
        private long row;
        private boolean isMore;

        private Page(final long correlationId, final long cursor, final int maxRows)
        {
            this.correlationId = correlationId;
            this.first = cursor;
            this.end = cursor + maxRows;
        }

        private boolean skips(final int rows)
        {
            final boolean isBefore = row + rows <= first;
            if (isBefore || row >= end)
            {
                isMore |= row >= end;
                row += rows;
                return true;
            }

            return false;
        }

        private boolean isDue()
        {
            final boolean isDue = row >= first && row < end;
            isMore |= row >= end;
            row++;
            return isDue;
        }

        private void service(
            final ServiceKey key, final ServiceSpec spec, final boolean isAvailable, final TrafficRow traffic)
        {
            if (isDue())
            {
                events.serviceRow(correlationId, key, spec, isAvailable, traffic);
            }
        }

        private void destination(final DestinationRow destinationRow)
        {
            if (isDue())
            {
                events.destinationRow(correlationId, destinationRow);
            }
        }

        private long nextCursor()
        {
            return isMore ? end : -1;
        }
    }
}
