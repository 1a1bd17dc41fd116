/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * Event with a service of a listing; the rows of its destinations follow it.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +-------------------------------------------------------------+-+
 *  |                        Reserved, zero                       |A|
 *  |                                                             | |
 *  +-------------------------------------------------------------+-+
 *  |                   Service's key (24 bytes)                   ...
 *  +---------------------------------------------------------------+
 *  |                 Service's settings (48 bytes)                ...
 *  +---------------------------------------------------------------+
 *  |                      Traffic (40 bytes)                      ...
 *  +---------------------------------------------------------------+
 *
 *  A = available
 * </pre>
 */
public final class ServiceRowFlyweight extends MessageFlyweight
{
    private static final int FLAGS_OFFSET = MessageFlyweight.LENGTH;
    private static final int KEY_OFFSET = FLAGS_OFFSET + SIZE_OF_LONG;
    private static final int SPEC_OFFSET = KEY_OFFSET + ServiceKeyDescriptor.LENGTH;
    private static final int TRAFFIC_OFFSET = SPEC_OFFSET + ServiceSpecDescriptor.LENGTH;

    private static final long AVAILABLE_FLAG = 1;

    /** Length in bytes. */
    public static final int LENGTH = TRAFFIC_OFFSET + TrafficDescriptor.LENGTH;

    /**
     * Identity of the service.
     *
     * @return a new record.
     */
    public ServiceKey key()
    {
        return ServiceKeyDescriptor.get(buffer, offset + KEY_OFFSET);
    }

    /**
     * Settings of the service.
     *
     * @return a new record.
     */
    public ServiceSpec spec()
    {
        return ServiceSpecDescriptor.get(buffer, offset + SPEC_OFFSET);
    }

    /**
     * Whether the service is still there.
     *
     * @return false for a deleted service that connections still refer to.
     */
    public boolean available()
    {
        return 0 != (buffer.getLong(offset + FLAGS_OFFSET, LITTLE_ENDIAN) & AVAILABLE_FLAG);
    }

    /**
     * Traffic of the service.
     *
     * @return a new record.
     */
    public TrafficRow traffic()
    {
        return TrafficDescriptor.get(buffer, offset + TRAFFIC_OFFSET);
    }

    /**
     * Set all but the correlation id.
     *
     * @param key       identity.
     * @param spec      settings.
     * @param available whether it is still there.
     * @param traffic   since the start or the last zeroing.
     */
    public void row(
        final ServiceKey key, final ServiceSpec spec, final boolean available, final TrafficRow traffic)
    {
        buffer.putLong(offset + FLAGS_OFFSET, available ? AVAILABLE_FLAG : 0, LITTLE_ENDIAN);
        ServiceKeyDescriptor.put(buffer, offset + KEY_OFFSET, key);
        ServiceSpecDescriptor.put(buffer, offset + SPEC_OFFSET, spec);
        TrafficDescriptor.put(buffer, offset + TRAFFIC_OFFSET, traffic);
    }
}
