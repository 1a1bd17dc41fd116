/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word that was probably meant.
 */
final class Suggestion
{
    private static final int LETTERS_PER_ERROR = 3;

    private Suggestion()
    {
    }

    /**
     * Nearest candidate, if it is near enough: at most one slip for each three letters.
     *
     * @param word       as written.
     * @param candidates what could stand there.
     * @return the nearest one.
     */
    static Optional<String> nearest(final String word, final List<String> candidates)
    {
        final int limit = Math.max(1, word.length() / LETTERS_PER_ERROR);

        return candidates.stream()
            .filter((candidate) -> Math.abs(word.length() - candidate.length()) <= limit)
            .filter((candidate) -> distance(word, candidate) <= limit)
            .min(Comparator.comparingInt((candidate) -> distance(word, candidate)));
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other (optimal string
     * alignment); case does not count, so that {@code tcp_check} finds {@code TCP_CHECK}.
     *
     * @param a one word.
     * @param b the other.
     * @return number of slips.
     */
    static int distance(final String a, final String b)
    {
        final String left = a.toLowerCase(Locale.ROOT);
        final String right = b.toLowerCase(Locale.ROOT);
        final int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++)
        {
            for (int j = 0; j <= right.length(); j++)
            {
                table[i][j] = 0 == i ? j : 0 == j ? i : cell(table, left, right, i, j);
            }
        }

        return table[left.length()][right.length()];
    }

    private static int cell(final int[][] table, final String left, final String right, final int i, final int j)
    {
        final int cost = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        final int best =
            Math.min(Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1), table[i - 1][j - 1] + cost);
        final boolean swapped = i > 1 && j > 1 &&
            left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1);

        return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
    }
}
