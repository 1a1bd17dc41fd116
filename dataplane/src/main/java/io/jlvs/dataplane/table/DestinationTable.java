/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Destinations by the id that flow entries hold. The conductor alone writes; workers read without lock.
 */
public final class DestinationTable
{
    private static final int INITIAL_CAPACITY = 64;

    private volatile AtomicReferenceArray<Destination> destinations = new AtomicReferenceArray<>(INITIAL_CAPACITY);
    private int[] freeIds = new int[INITIAL_CAPACITY];
    private int freeCount;
    private int highestId;
    private int size;

    /**
     * Destination of a flow entry. Hot path, any thread.
     *
     * @param id of the destination.
     * @return null if there is none.
     */
    public Destination get(final int id)
    {
        final AtomicReferenceArray<Destination> array = destinations;
        // Pairs with the release in put(): whoever sees the destination sees its fields.
        return id > 0 && id < array.length() ? array.getAcquire(id) : null;
    }

    /**
     * An id that no destination has. Conductor only.
     *
     * @return at least 1; a freed one if there is one.
     */
    public int allocateId()
    {
        return freeCount > 0 ? freeIds[--freeCount] : ++highestId;
    }

    /**
     * Add a destination under its id, which {@link #allocateId} gave. Conductor only.
     *
     * @param destination to add.
     * @throws IllegalArgumentException if the id was not allocated or is taken.
     */
    public void put(final Destination destination)
    {
        final int id = destination.id();
        if (id < 1 || id > highestId || null != get(id))
        {
            throw new IllegalArgumentException("destination id " + id + " was not allocated or is taken");
        }

        AtomicReferenceArray<Destination> array = destinations;
        if (id >= array.length())
        {
            final AtomicReferenceArray<Destination> grown =
                new AtomicReferenceArray<>(Math.max(id + 1, array.length() * 2));
            for (int i = 0; i < array.length(); i++)
            {
                grown.setPlain(i, array.getPlain(i));
            }
            array = grown;
            destinations = grown;
        }
        // Pairs with the acquire in get().
        array.setRelease(id, destination);
        size++;
    }

    /**
     * Remove a destination; its id is given out again. Conductor only, and only when no flow entry holds the id any
     * more.
     *
     * @param id of the destination.
     * @throws IllegalArgumentException if there is none.
     */
    public void free(final int id)
    {
        if (null == get(id))
        {
            throw new IllegalArgumentException("there is no destination " + id + " to free");
        }

        destinations.setRelease(id, null);
        size--;
        if (freeCount == freeIds.length)
        {
            freeIds = Arrays.copyOf(freeIds, freeCount * 2);
        }
        freeIds[freeCount++] = id;
    }

    /**
     * Number of destinations. Conductor only.
     *
     * @return count.
     */
    public int size()
    {
        return size;
    }

    /**
     * Highest id that was ever given out, to walk over all. Conductor only.
     *
     * @return 0 when there was none yet.
     */
    public int highestId()
    {
        return highestId;
    }
}
