/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number at the beginning of a text as strtol(3) reads it with base 0: decimal, hexadecimal after 0x, octal after
 * 0.
 */
final class FileNumber
{
    private static final Pattern NUMBER =
        Pattern.compile("\\s*([+-]?)(?:0[xX](?<hex>\\p{XDigit}+)|(?<octal>0[0-7]*)|(?<decimal>[1-9][0-9]*))");
    private static final BigInteger LOWEST = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger HIGHEST = BigInteger.valueOf(Integer.MAX_VALUE + 1L);

    private FileNumber()
    {
    }

    /**
     * Read it.
     *
     * @param text that begins with white space or the number.
     * @return the number, 0 if there is none; empty if it is none of -2^31..2^31.
     */
    static OptionalLong parse(final String text)
    {
        final Matcher matcher = NUMBER.matcher(text);
        if (!matcher.lookingAt())
        {
            return OptionalLong.of(0);
        }

        final BigInteger magnitude = magnitude(matcher);
        final BigInteger number = "-".equals(matcher.group(1)) ? magnitude.negate() : magnitude;
        return number.compareTo(LOWEST) < 0 || HIGHEST.compareTo(number) < 0 ?
            OptionalLong.empty() :
            OptionalLong.of(number.longValue());
    }

    private static BigInteger magnitude(final Matcher matcher)
    {
        if (matcher.group("hex") != null)
        {
            return new BigInteger(matcher.group("hex"), 16);
        }
        return matcher.group("octal") != null ?
            new BigInteger(matcher.group("octal"), 8) :
            new BigInteger(matcher.group("decimal"));
    }
}
