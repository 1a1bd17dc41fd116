/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.OptionalLong;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FileNumberTest
{
    @ParameterizedTest
    @CsvSource({
        "'5',           5",
        "' \n -254 x',  -254",
        "'+7',          7",
        "'0x1F',        31",
        "'-0x10',       -16",
        "'010',         8",
        "'08',          0",
        "'0',           0",
        "'0x',          0",
        "'',            0",
        "'five',        0",
        "'- 5',         0",
        "'2147483648',  2147483648",
        "'-2147483648', -2147483648"})
    void shouldReadAsStrtolDoes(final String text, final long expected)
    {
        assertEquals(OptionalLong.of(expected), FileNumber.parse(text));
    }

    @Test
    void shouldRefuseWhatIsTooLarge()
    {
        assertEquals(OptionalLong.empty(), FileNumber.parse("2147483649"));
        assertEquals(OptionalLong.empty(), FileNumber.parse("-2147483649"));
        assertEquals(OptionalLong.empty(), FileNumber.parse("99999999999999999999999"));
    }
}
