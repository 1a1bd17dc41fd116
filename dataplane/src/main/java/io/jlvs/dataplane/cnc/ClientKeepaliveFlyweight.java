/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Command by which a client says that it lives; its correlation id is the id of the client, and nothing answers it.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                         Client's id                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                   Client's name (16 bytes)                   ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class ClientKeepaliveFlyweight extends MessageFlyweight
{
    private static final int NAME_OFFSET = MessageFlyweight.LENGTH;

    /** Length in bytes. */
    public static final int LENGTH = NAME_OFFSET + NameDescriptor.LENGTH;

    /**
     * What the client is.
     *
     * @return its name.
     */
    public String name()
    {
        return NameDescriptor.get(buffer, offset + NAME_OFFSET);
    }

    /**
     * Set what the client is.
     *
     * @param name at most 15 bytes.
     */
    public void name(final String name)
    {
        NameDescriptor.put(buffer, offset + NAME_OFFSET, name);
    }
}
