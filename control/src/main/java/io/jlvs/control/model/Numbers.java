/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Whole numbers as ip-route(8) takes them: decimal, or hexadecimal behind {@code 0x}.
 */
final class Numbers
{
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]{1,15}");
    private static final int RADIX = 16;

    private Numbers()
    {
    }

    static OptionalLong parse(final String text)
    {
        if (HEXADECIMAL.matcher(text).matches())
        {
            return OptionalLong.of(Long.parseLong(text.substring(2), RADIX));
        }

        return DECIMAL.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
