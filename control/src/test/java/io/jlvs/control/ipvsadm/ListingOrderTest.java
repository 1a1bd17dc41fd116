/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

class ListingOrderTest
{
    private static final Comparator<Integer> BY_DIFFERENCE = (a, b) -> a - b;

    @Test
    void shouldSortAsTheLibraryDoesWhereTheOrderIsTotal()
    {
        final long seed = 20250101;
        final Random random = new Random(seed);
        for (int length = 0; length < 300; length++)
        {
            final Integer[] numbers = new Integer[length];
            for (int i = 0; i < length; i++)
            {
                numbers[i] = random.nextInt(1000);
            }
            final Integer[] expected = numbers.clone();
            Arrays.sort(expected);

            ListingOrder.sort(numbers, BY_DIFFERENCE);

            assertArrayEquals(expected, numbers, "seed " + seed + ", length " + length);
        }
    }

    @Test
    void shouldEndWhereTheOrderIsNotTransitive()
    {
        final long seed = 20250102;
        final Random random = new Random(seed);
        final Integer[] numbers = new Integer[1000];
        for (int i = 0; i < numbers.length; i++)
        {
            numbers[i] = random.nextInt();
        }
        final Integer[] sorted = numbers.clone();

        ListingOrder.sort(sorted, BY_DIFFERENCE);

        Arrays.sort(numbers);
        Arrays.sort(sorted);
        assertArrayEquals(numbers, sorted, "numbers were lost, seed " + seed);
    }
}
