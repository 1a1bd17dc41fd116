/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BitUtil.CACHE_LINE_LENGTH;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_LONG;

/**
 * A place for the lease of one control process, in shared memory that both sides write:
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-----------------------------------------------+---+---+-------+
 *  |  Word: version (56 bits), set in use (1), state (4)           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                    Holder's process id                        |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                   Holder's name (16 bytes)                   ...
 *  +---------------------------------------------------------------+
 *  |                          Heartbeats                         128
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                            Set 0                            256
 *  +---------------------------------------------------------------+
 *  |                            Set 1                             ...
 *  +---------------------------------------------------------------+
 * </pre>
 * A set:
 * <pre>
 *  +---------------------------------------------------------------+
 *  |            Lease: ns that the holder may be silent            |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                       Number of addresses                     |
 *  +---------------------------------------------------------------+
 *  |                             unused                            |
 *  +---------------------------------------------------------------+
 *  |          Addresses ({@link LeasedAddressDescriptor})         ...
 *  +---------------------------------------------------------------+
 * </pre>
 * The word is changed by compare-and-set alone and never has the same value twice. The holder writes a new set into the
 * one that is not in use and puts it to use by the word: killed in between, it leaves the old set whole. The director
 * makes HELD to EXPIRING, reads the set in use, and makes that EXPIRED; nobody writes that set meanwhile, since a
 * holder that finds another word than its own writes no more.
 */
public final class AddressLeaseFlyweight
{
    /** Most addresses in a lease. */
    public static final int MAX_ADDRESSES = 1024;

    /** Places in a {@code cnc.dat}. */
    public static final int SLOT_COUNT = 8;

    private static final int WORD_OFFSET = 0;
    private static final int PID_OFFSET = WORD_OFFSET + SIZE_OF_LONG;
    private static final int NAME_OFFSET = PID_OFFSET + SIZE_OF_LONG;
    // The heartbeat is written often, what stands around it is not: cache lines of its own.
    private static final int HEARTBEAT_OFFSET = 2 * CACHE_LINE_LENGTH;
    private static final int SETS_OFFSET = HEARTBEAT_OFFSET + 2 * CACHE_LINE_LENGTH;

    private static final int SET_LEASE_OFFSET = 0;
    private static final int SET_COUNT_OFFSET = SET_LEASE_OFFSET + SIZE_OF_LONG;
    private static final int SET_ADDRESSES_OFFSET = SET_COUNT_OFFSET + 2 * SIZE_OF_INT;
    private static final int SET_LENGTH = BitUtil.align(
        SET_ADDRESSES_OFFSET + MAX_ADDRESSES * LeasedAddressDescriptor.LENGTH, 2 * CACHE_LINE_LENGTH);

    /** Length of a place in bytes. */
    public static final int LENGTH = SETS_OFFSET + 2 * SET_LENGTH;

    private static final int STATE_MASK = 0xF;
    private static final long SET_BIT = 0x10;
    private static final int VERSION_SHIFT = 8;

    private final AtomicBuffer buffer;
    private final int offset;

    /**
     * View a place.
     *
     * @param leasesBuffer of a mapped {@code cnc.dat}.
     * @param slot         0 to {@link #SLOT_COUNT} - 1.
     */
    public AddressLeaseFlyweight(final AtomicBuffer leasesBuffer, final int slot)
    {
        buffer = leasesBuffer;
        offset = slot * LENGTH;
    }

    /**
     * All places.
     *
     * @param leasesBuffer of a mapped {@code cnc.dat}.
     * @return {@link #SLOT_COUNT} views.
     */
    public static AddressLeaseFlyweight[] all(final AtomicBuffer leasesBuffer)
    {
        final AddressLeaseFlyweight[] slots = new AddressLeaseFlyweight[SLOT_COUNT];
        for (int i = 0; i < slots.length; i++)
        {
            slots[i] = new AddressLeaseFlyweight(leasesBuffer, i);
        }

        return slots;
    }

    /**
     * State that a word tells.
     *
     * @param word of a place.
     * @return its state.
     */
    public static LeaseState state(final long word)
    {
        return LeaseState.get((int)(word & STATE_MASK));
    }

    /**
     * The word that follows another one, with the same set in use.
     *
     * @param word  of a place.
     * @param state new one.
     * @return a word that the place never had before.
     */
    static long next(final long word, final LeaseState state)
    {
        return (((word >>> VERSION_SHIFT) + 1) << VERSION_SHIFT) | (word & SET_BIT) | state.ordinal();
    }

    /**
     * The word as it is now.
     *
     * @return pairs with {@link #change}: what the other side wrote before it is visible.
     */
    public long word()
    {
        return buffer.getLongVolatile(offset + WORD_OFFSET);
    }

    /**
     * Change the state; the set in use stays.
     *
     * @param expected the word as the caller knows it.
     * @param state    new one.
     * @return the new word, or {@code expected} when the other side was faster.
     */
    public long change(final long expected, final LeaseState state)
    {
        final long newWord = next(expected, state);
        return buffer.compareAndSetLong(offset + WORD_OFFSET, expected, newWord) ? newWord : expected;
    }

    /**
     * Holder: write a set of addresses and put it to use.
     *
     * @param expected  the holder's own word.
     * @param leaseNs   how long the holder may be silent.
     * @param addresses at most {@link #MAX_ADDRESSES}.
     * @return the new word, or {@code expected} when the place is not the holder's any more.
     */
    long put(final long expected, final long leaseNs, final Collection<LeasedAddress> addresses)
    {
        final long newWord = next(expected ^ SET_BIT, LeaseState.HELD);
        final int set = setOffset(newWord);
        buffer.putLong(set + SET_LEASE_OFFSET, leaseNs, LITTLE_ENDIAN);
        buffer.putInt(set + SET_COUNT_OFFSET, addresses.size(), LITTLE_ENDIAN);
        int addressOffset = set + SET_ADDRESSES_OFFSET;
        for (final LeasedAddress address : addresses)
        {
            LeasedAddressDescriptor.put(buffer, addressOffset, address);
            addressOffset += LeasedAddressDescriptor.LENGTH;
        }

        return buffer.compareAndSetLong(offset + WORD_OFFSET, expected, newWord) ? newWord : expected;
    }

    /**
     * How long the holder may be silent.
     *
     * @param word of this place.
     * @return nanoseconds.
     */
    public long leaseNs(final long word)
    {
        return buffer.getLong(setOffset(word) + SET_LEASE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Number of addresses.
     *
     * @param word of this place.
     * @return 0 to {@link #MAX_ADDRESSES}, whatever the file says.
     */
    public int addressCount(final long word)
    {
        final int count = buffer.getInt(setOffset(word) + SET_COUNT_OFFSET, LITTLE_ENDIAN);
        return Math.max(0, Math.min(count, MAX_ADDRESSES));
    }

    /**
     * The addresses. What is none is left out: a set that changes while it is read, or a damaged file, has such.
     *
     * @param word of this place.
     * @return new records.
     */
    public List<LeasedAddress> addresses(final long word)
    {
        final int count = addressCount(word);
        final List<LeasedAddress> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++)
        {
            final int addressOffset = setOffset(word) + SET_ADDRESSES_OFFSET + i * LeasedAddressDescriptor.LENGTH;
            if (LeasedAddressDescriptor.isAddress(buffer, addressOffset))
            {
                addresses.add(LeasedAddressDescriptor.get(buffer, addressOffset));
            }
        }

        return addresses;
    }

    /**
     * Who holds the place. Written between CLAIMED and HELD.
     *
     * @return process id.
     */
    public long pid()
    {
        return buffer.getLong(offset + PID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * What holds the place.
     *
     * @return name of the process, for messages.
     */
    public String name()
    {
        return NameDescriptor.get(buffer, offset + NAME_OFFSET);
    }

    /**
     * Say who holds the place.
     *
     * @param pid  process id.
     * @param name at most 15 bytes.
     */
    void holder(final long pid, final String name)
    {
        buffer.putLong(offset + PID_OFFSET, pid, LITTLE_ENDIAN);
        NameDescriptor.put(buffer, offset + NAME_OFFSET, name);
    }

    /**
     * Heartbeats of the holders so far. The director looks whether it changes, by its own clock.
     *
     * @return a number that differs from the last one when the holder gave a sign.
     */
    public long heartbeats()
    {
        return buffer.getLongVolatile(offset + HEARTBEAT_OFFSET);
    }

    /**
     * Give a sign of life. The holder's thread alone; neither waits nor calls the kernel.
     */
    void heartbeat()
    {
        // Ordered before the holder's next look at the word.
        buffer.putLongVolatile(offset + HEARTBEAT_OFFSET, buffer.getLong(offset + HEARTBEAT_OFFSET) + 1);
    }

    /**
     * All leases of a director. Any process; a set that changes meanwhile is read once more.
     *
     * @param leasesBuffer of a mapped {@code cnc.dat}.
     * @return rows of the places that are not free.
     */
    public static List<LeaseRow> read(final AtomicBuffer leasesBuffer)
    {
        final List<LeaseRow> rows = new ArrayList<>();
        for (final AddressLeaseFlyweight slot : all(leasesBuffer))
        {
            LeaseRow row;
            long word;
            do
            {
                word = slot.word();
                row = slot.row(word);
            }
            while (word != slot.word());

            if (LeaseState.FREE != row.state() && LeaseState.CLAIMED != row.state())
            {
                rows.add(row);
            }
        }

        return rows;
    }

    /**
     * Take over what a killed director was watching, before anybody else sees the file.
     *
     * @param deadLeasesBuffer of its {@code cnc.dat}; holders may still give signs there.
     * @param leasesBuffer     of a file that is being made.
     */
    static void inherit(final AtomicBuffer deadLeasesBuffer, final AtomicBuffer leasesBuffer)
    {
        final AddressLeaseFlyweight[] slots = all(leasesBuffer);
        int index = 0;
        for (final LeaseRow row : read(deadLeasesBuffer))
        {
            // EXPIRING: the director ended while it took the addresses off.
            if (row.state().isWatched() || LeaseState.EXPIRING == row.state())
            {
                final AddressLeaseFlyweight slot = slots[index++];
                slot.holder(row.pid(), row.holder());
                slot.change(slot.put(slot.word(), row.leaseNs(), row.addresses()), LeaseState.INHERITED);
            }
        }
    }

    private LeaseRow row(final long word)
    {
        return new LeaseRow(name(), pid(), state(word), leaseNs(word), addresses(word));
    }

    private int setOffset(final long word)
    {
        return offset + SETS_OFFSET + (0 == (word & SET_BIT) ? 0 : SET_LENGTH);
    }
}
