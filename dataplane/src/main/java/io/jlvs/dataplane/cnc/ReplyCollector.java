/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the events that answer one command of a {@link DirectorClient}, or the pages of one listing.
 */
final class ReplyCollector implements DirectorEventListener
{
    private final List<ServiceRow> services = new ArrayList<>();
    private long correlationId;
    private boolean isComplete;
    private CommandResponse response;
    private TimeoutsRow timeouts;
    private boolean isEndOfPage;
    private long nextCursor;
    private long firstVersion;
    private boolean hasVersion;
    private boolean isOneVersion;

    /**
     * Wait for the answer to the next command.
     */
    void expect(final long newCorrelationId)
    {
        correlationId = newCorrelationId;
        isComplete = false;
        isEndOfPage = false;
        response = null;
        timeouts = null;
    }

    void beginListing()
    {
        services.clear();
        hasVersion = false;
        isOneVersion = true;
    }

    boolean isComplete()
    {
        return isComplete;
    }

    CommandResponse response()
    {
        return response;
    }

    TimeoutsRow timeouts()
    {
        return timeouts;
    }

    boolean isEndOfPage()
    {
        return isEndOfPage;
    }

    boolean isOneVersion()
    {
        return isOneVersion;
    }

    long nextCursor()
    {
        return nextCursor;
    }

    List<ServiceRow> services()
    {
        return services.stream()
            .map(row -> new ServiceRow(
                row.key(), row.spec(), row.available(), row.traffic(), List.copyOf(row.destinations())))
            .toList();
    }

    @Override
    public void onResponse(final long eventCorrelationId, final ResponseCode code, final String text)
    {
        if (isExpected(eventCorrelationId))
        {
            response = new CommandResponse(code, text);
            isComplete = true;
        }
    }

    @Override
    public void onServiceRow(
        final long eventCorrelationId,
        final ServiceKey key,
        final ServiceSpec spec,
        final boolean available,
        final TrafficRow traffic)
    {
        // A page that begins amid the destinations of a service may repeat it.
        if (isExpected(eventCorrelationId) && !isLastService(key, available))
        {
            services.add(new ServiceRow(key, spec, available, traffic, new ArrayList<>()));
        }
    }

    @Override
    public void onDestinationRow(final long eventCorrelationId, final DestinationRow row)
    {
        if (isExpected(eventCorrelationId) && !services.isEmpty())
        {
            services.get(services.size() - 1).destinations().add(row);
        }
    }

    @Override
    public void onListEnd(final long eventCorrelationId, final long cursor, final long configurationVersion)
    {
        if (isExpected(eventCorrelationId))
        {
            isOneVersion &= !hasVersion || firstVersion == configurationVersion;
            firstVersion = configurationVersion;
            hasVersion = true;
            nextCursor = cursor;
            isEndOfPage = true;
            isComplete = true;
        }
    }

    @Override
    public void onTimeouts(final long eventCorrelationId, final TimeoutsRow row)
    {
        if (isExpected(eventCorrelationId))
        {
            timeouts = row;
            isComplete = true;
        }
    }

    private boolean isExpected(final long eventCorrelationId)
    {
        return correlationId == eventCorrelationId && !isComplete;
    }

    private boolean isLastService(final ServiceKey key, final boolean available)
    {
        if (services.isEmpty())
        {
            return false;
        }

        final ServiceRow last = services.get(services.size() - 1);
        return last.key().equals(key) && last.available() == available;
    }
}
