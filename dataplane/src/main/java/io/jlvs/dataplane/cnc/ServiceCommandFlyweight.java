/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Command about a service: add, edit, set (all of it), delete and zero (correlation id and key).
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Correlation id                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                   Service's key (24 bytes)                   ...
 *  +---------------------------------------------------------------+
 *  |                 Service's settings (48 bytes)                ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class ServiceCommandFlyweight extends MessageFlyweight
{
    private static final int KEY_OFFSET = MessageFlyweight.LENGTH;
    private static final int SPEC_OFFSET = KEY_OFFSET + ServiceKeyDescriptor.LENGTH;

    /** Length of delete and zero. */
    public static final int KEY_ONLY_LENGTH = SPEC_OFFSET;
    /** Length of add, edit and set. */
    public static final int LENGTH = SPEC_OFFSET + ServiceSpecDescriptor.LENGTH;

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
     * Set the identity.
     *
     * @param key of the service.
     */
    public void key(final ServiceKey key)
    {
        ServiceKeyDescriptor.put(buffer, offset + KEY_OFFSET, key);
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
     * Set the settings.
     *
     * @param spec of the service.
     */
    public void spec(final ServiceSpec spec)
    {
        ServiceSpecDescriptor.put(buffer, offset + SPEC_OFFSET, spec);
    }
}
