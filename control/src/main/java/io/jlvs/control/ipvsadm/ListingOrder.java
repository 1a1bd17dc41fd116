/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.DestinationRow;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.dataplane.cnc.ServiceRow;

import java.util.Comparator;

/**
 * The order in which ipvsadm lists services and servers. Its comparisons subtract 32-bit numbers and look at the sign,
 * so that values more than 2^31 apart stand the other way round and the order is not transitive.
 * {@link java.util.Arrays#sort} may refuse such an order, therefore this sorts by merging, as the C library's qsort
 * does.
 */
final class ListingOrder
{
    /** By firewall mark, family, protocol, address, port. */
    static final Comparator<ServiceRow> SERVICES = new Comparator<>()
    {
        @Override
        public int compare(final ServiceRow a, final ServiceRow b)
        {
            return compareServices(a.key(), b.key());
        }
    };

    /** By address and port. */
    static final Comparator<DestinationRow> SERVERS = new Comparator<>()
    {
        @Override
        public int compare(final DestinationRow a, final DestinationRow b)
        {
            final int addresses = compareAddresses(a.key().address().getAddress(), b.key().address().getAddress());
            return 0 == addresses ? a.key().port() - b.key().port() : addresses;
        }
    };

    private ListingOrder()
    {
    }

    /**
     * Sort.
     *
     * @param rows  to sort in place.
     * @param order that need not be transitive.
     * @param <T>   type of rows.
     */
    static <T> void sort(final T[] rows, final Comparator<T> order)
    {
        sort(rows, rows.clone(), 0, rows.length, order);
    }

    private static <T> void sort(
        final T[] rows, final T[] scratch, final int start, final int end, final Comparator<T> order)
    {
        if (end - start < 2)
        {
            return;
        }
        final int middle = start + (end - start) / 2;
        sort(rows, scratch, start, middle, order);
        sort(rows, scratch, middle, end, order);

        int left = start;
        int right = middle;
        for (int i = start; i < end; i++)
        {
            final boolean takeLeft =
                right == end || left < middle && order.compare(rows[left], rows[right]) <= 0;
            scratch[i] = takeLeft ? rows[left++] : rows[right++];
        }
        System.arraycopy(scratch, start, rows, start, end - start);
    }

    private static int compareServices(final ServiceKey a, final ServiceKey b)
    {
        final int marks = (int)a.firewallMark() - (int)b.firewallMark();
        if (0 != marks)
        {
            return marks;
        }
        final byte[] addressA = a.address().getAddress();
        final byte[] addressB = b.address().getAddress();
        if (addressA.length != addressB.length)
        {
            return addressA.length - addressB.length;
        }
        if (a.protocol() != b.protocol())
        {
            return a.protocol() - b.protocol();
        }
        final int addresses = compareAddresses(addressA, addressB);
        return 0 == addresses ? a.port() - b.port() : addresses;
    }

    /** As many words as the first address has; a second one that is shorter goes on with zeros. */
    private static int compareAddresses(final byte[] a, final byte[] b)
    {
        int difference = 0;
        for (int i = 0; 0 == difference && i < a.length; i += Integer.BYTES)
        {
            difference = word(a, i) - word(b, i);
        }
        return difference;
    }

    private static int word(final byte[] address, final int offset)
    {
        return offset >= address.length ? 0 : address[offset] << 24 | (address[offset + 1] & 0xFF) << 16 |
            (address[offset + 2] & 0xFF) << 8 | address[offset + 3] & 0xFF;
    }
}
