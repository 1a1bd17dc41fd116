/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Pieces of JSON (RFC 8259).
 */
final class JsonText
{
    private JsonText()
    {
    }

    static String quote(final String text)
    {
        final StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character ->
        {
            if ('"' == character || '\\' == character)
            {
                quoted.append('\\').append((char)character);
            }
            else if (character < ' ')
            {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
            else
            {
                quoted.append((char)character);
            }
        });

        return quoted.append('"').toString();
    }

    static String array(final Collection<String> texts)
    {
        return texts.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
    }
}
