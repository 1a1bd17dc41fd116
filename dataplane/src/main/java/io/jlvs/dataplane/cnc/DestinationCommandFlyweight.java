/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Command about a destination: add, edit, set (all of it), delete (without the settings).
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                   Service's key (24 bytes)                   ...
 *  +---------------------------------------------------------------+
 *  |                 Destination's key (24 bytes)                 ...
 *  +---------------------------------------------------------------+
 *  |               Destination's settings (32 bytes)              ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class DestinationCommandFlyweight extends MessageFlyweight
{
    private static final int SERVICE_OFFSET = MessageFlyweight.LENGTH;
    private static final int KEY_OFFSET = SERVICE_OFFSET + ServiceKeyDescriptor.LENGTH;
    private static final int SPEC_OFFSET = KEY_OFFSET + DestinationKeyDescriptor.LENGTH;

    /** Length of delete. */
    public static final int KEY_ONLY_LENGTH = SPEC_OFFSET;
    /** Length of add, edit and set. */
    public static final int LENGTH = SPEC_OFFSET + DestinationSpecDescriptor.LENGTH;

    /**
     * Identity of the service.
     *
     * @return a new record.
     */
    public ServiceKey service()
    {
        return ServiceKeyDescriptor.get(buffer, offset + SERVICE_OFFSET);
    }

    /**
     * Set the identity of the service.
     *
     * @param service that the destination belongs to.
     */
    public void service(final ServiceKey service)
    {
        ServiceKeyDescriptor.put(buffer, offset + SERVICE_OFFSET, service);
    }

    /**
     * Identity of the destination.
     *
     * @return a new record.
     */
    public DestinationKey key()
    {
        return DestinationKeyDescriptor.get(buffer, offset + KEY_OFFSET);
    }

    /**
     * Set the identity of the destination.
     *
     * @param key of the destination.
     */
    public void key(final DestinationKey key)
    {
        DestinationKeyDescriptor.put(buffer, offset + KEY_OFFSET, key);
    }

    /**
     * Settings of the destination.
     *
     * @return a new record.
     */
    public DestinationSpec spec()
    {
        return DestinationSpecDescriptor.get(buffer, offset + SPEC_OFFSET);
    }

    /**
     * Set the settings.
     *
     * @param spec of the destination.
     */
    public void spec(final DestinationSpec spec)
    {
        DestinationSpecDescriptor.put(buffer, offset + SPEC_OFFSET, spec);
    }
}
