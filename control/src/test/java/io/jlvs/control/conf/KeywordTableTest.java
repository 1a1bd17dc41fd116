/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeywordTableTest
{
    private static final int KEYWORDS_OF_KEEPALIVED = 519;

    private final KeywordTable table = KeywordTable.load();

    @Test
    void shouldHoldAllKeywords()
    {
        final int count = table.blockNames().stream().mapToInt((block) -> table.keywords(block).size()).sum();

        assertEquals(KEYWORDS_OF_KEEPALIVED, count);
    }

    @Test
    void shouldOpenOnlyBlocksThatItDescribes()
    {
        final List<String> missing = table.blockNames().stream()
            .flatMap((block) -> table.keywords(block).stream())
            .filter((keyword) -> Keyword.Form.BLOCK == keyword.form())
            .map(Keyword::block)
            .filter((block) -> !table.blockNames().contains(block))
            .toList();

        assertEquals(List.of(), missing);
    }

    @Test
    void shouldKnowShapeAndState()
    {
        final Keyword sorryServer = table.find("virtual_server", "sorry_server").orElseThrow();
        assertEquals(1, sorryServer.minimum());
        assertEquals(2, sorryServer.maximum());
        assertTrue(sorryServer.implemented());

        final Keyword addresses = table.find("vrrp_instance", "virtual_ipaddress").orElseThrow();
        assertEquals(Keyword.Form.LINES, addresses.form());
        assertTrue(table.find("virtual_server", "nosuch").isEmpty());
        assertEquals(List.of("real_server"), table.blocksWith("TCP_CHECK"));
    }

    @Test
    void shouldCountSlips()
    {
        assertEquals(0, Suggestion.distance("TCP_CHECK", "tcp_check"));
        assertEquals(1, Suggestion.distance("delay_beefore_retry", "delay_before_retry"));
        assertEquals(1, Suggestion.distance("wieght", "weight"));
        assertEquals(6, Suggestion.distance("", "weight"));
    }
}
