/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigParserTest
{
    private static final KeywordTable TABLE = KeywordTable.load();
    private static final String SERVICE =
        "virtual_server 10.0.0.100 80 {\n lb_algo rr\n real_server 10.0.0.21 80 {\n  weight 1\n }\n}\n";

    @Test
    void shouldMakeTreeWithPositions()
    {
        final ParsedConfiguration parsed = parse(SERVICE);

        assertEquals(List.of(), parsed.diagnostics());
        final ConfigNode service = parsed.nodes().get(0);
        assertEquals("virtual_server", service.name());
        assertEquals(List.of("10.0.0.100", "80"), service.arguments().stream().map(Word::text).toList());
        final ConfigNode weight = service.children("real_server").get(0).children().get(0);
        assertEquals(new Position("test.conf", 4, 3), weight.position());
        assertEquals("1", weight.argument(0).orElseThrow().text());
    }

    @Test
    void shouldTakeBraceOnNextLineAndAllOnOneLine()
    {
        final List<ConfigNode> expected = parse("global_defs {\n}\nvrrp_script a {\n}\n").nodes();

        assertEquals(names(expected), names(parse("global_defs\n\n# comment\n{\n}\nvrrp_script a\n{\n}").nodes()));
        assertEquals(names(expected), names(parse("global_defs { } vrrp_script a { }").nodes()));
    }

    @Test
    void shouldSuggestKeyword()
    {
        assertReports("virtual_server 10.0.0.1 80 {\n real_server 10.0.0.2 80 {\n  TCP_CHECK {\n" +
            "   delay_beefore_retry 3\n  }\n }\n}\n",
            "test.conf:4:4: error: unknown keyword 'delay_beefore_retry' in TCP_CHECK, " +
            "did you mean 'delay_before_retry'? It is left out");
        assertReports("virtual_server 10.0.0.1 80 {\n real_server 10.0.0.2 80 {\n  tcp_check {\n foo\n }\n }\n}\n",
            "test.conf:3:3: error: unknown keyword 'tcp_check' in real_server, did you mean 'TCP_CHECK'? " +
            "It is left out");
        assertReports("global_defs {\n smtp_connection_timeout 3\n}\n",
            "test.conf:2:2: error: unknown keyword 'smtp_connection_timeout' in global_defs, " +
            "did you mean 'smtp_connect_timeout'? It is left out");
    }

    @Test
    void shouldSayWhereKeywordBelongs()
    {
        assertReports("lb_kind DR\n", "test.conf:1:1: error: unknown keyword 'lb_kind' at the top level; " +
            "it belongs in virtual_server and is left out here");
    }

    @Test
    void shouldSaySimplyUnknownWhenNothingIsNear()
    {
        assertReports("netmask 255.0.0.0\n",
            "test.conf:1:1: error: unknown keyword 'netmask' at the top level; it is left out");
    }

    @Test
    void shouldLeaveOutUnknownBlockWithOneError()
    {
        final ParsedConfiguration parsed = parse("frobnicate x {\n a {\n  b\n }\n}\n" + SERVICE);

        assertEquals(1, parsed.diagnostics().size());
        assertEquals(List.of("virtual_server"), names(parsed.nodes()));
    }

    @Test
    void shouldIgnoreTextBehindValueWithWarning()
    {
        assertReports("global_defs { //defaults\n router_id a //name b\n lvs_flush //c\n}\n",
            "test.conf:1:15: warning: text after the value is ignored: '//defaults'; comments begin with # or !",
            "test.conf:2:14: warning: text after the value is ignored: '//name b'; comments begin with # or !",
            "test.conf:3:12: warning: text after the value is ignored: '//c'; comments begin with # or !");
        assertReports("global_defs {\n router_id a b c\n}\n",
            "test.conf:2:14: warning: text after 'router_id a' is ignored: 'b c'; comments begin with # or !");
    }

    @Test
    void shouldReportMissingValue()
    {
        assertReports("global_defs {\n router_id\n}\n",
            "test.conf:2:2: error: 'router_id' needs a value (STRING); it is left out");
    }

    @Test
    void shouldTreatMissingOpeningBraceAsFatalAndGoOn()
    {
        final ParsedConfiguration parsed = parse("vrrp_instance A\n interface eth0\n priority 5\n}\n" + SERVICE);

        assertEquals(List.of(new Diagnostic("test.conf", 1, 1, Severity.FATAL,
            "'vrrp_instance' has no '{' behind it or on the next line")), parsed.diagnostics());
        assertEquals(List.of("vrrp_instance", "virtual_server"), names(parsed.nodes()));
    }

    @Test
    void shouldTreatUnbalancedBracesAsFatal()
    {
        assertEquals(List.of(new Diagnostic("test.conf", 7, 1, Severity.FATAL,
            "'}' closes no block; remove it or add the missing '{'")), parse(SERVICE + "}\n").diagnostics());
        assertEquals(List.of(new Diagnostic("test.conf", 1, 1, Severity.FATAL,
            "block 'global_defs' has no closing '}'")), parse("global_defs {\n router_id a\n").diagnostics());
        assertEquals(List.of(new Diagnostic("test.conf", 1, 19, Severity.FATAL,
            "block 'virtual_ipaddress' has no closing '}'"),
            new Diagnostic("test.conf", 1, 1, Severity.FATAL, "block 'vrrp_instance' has no closing '}'")),
            parse("vrrp_instance A { virtual_ipaddress {\n 10.0.0.1\n").diagnostics());
    }

    @Test
    void shouldReportBlockThatDoesNotBelong()
    {
        assertReports("{\n weight 1\n}\nglobal_defs {\n router_id a {\n x\n }\n}\n",
            "test.conf:1:1: error: '{' follows no keyword; the block is left out",
            "test.conf:5:2: error: 'router_id' takes no block; the block is left out");
    }

    @Test
    void shouldNameKeywordsThatDoNothingYetOnce()
    {
        final ParsedConfiguration parsed = parse(
            "global_defs {\n router_id a\n}\nvrrp_instance A {\n smtp_alert\n}\n" +
            "vrrp_instance B {\n smtp_alert\n}\n" + SERVICE);

        assertEquals(
            "test.conf: warning: known keywords that do nothing in this version yet: router_id, smtp_alert",
            parsed.notYetWarning().orElseThrow().toString());
        assertTrue(parse(SERVICE).notYetWarning().isEmpty());
    }

    @Test
    void shouldReadIncludedFilesInOrderRelativeToIncluder(@TempDir final Path directory) throws IOException
    {
        Files.createDirectories(directory.resolve("conf.d"));
        Files.writeString(directory.resolve("conf.d/2.conf"), "vrrp_script two {\n}\n");
        Files.writeString(directory.resolve("conf.d/1.conf"), "vrrp_script one {\n bad 1\n}\ninclude sub.inc\n");
        Files.writeString(directory.resolve("conf.d/.hidden.conf"), "vrrp_script hidden {\n}\n");
        Files.writeString(directory.resolve("conf.d/sub.inc"), "vrrp_script sub {\n}\n");
        final Path main = directory.resolve("main.conf");

        final ParsedConfiguration parsed = ConfigParser.parse(main.toString(),
            "include conf.d/*.conf\ninclude nothing*.conf\ninclude conf.d/{2,x}.conf\nincludem none.conf\n",
            TABLE, new FileIncludes());

        assertEquals(List.of("one", "sub", "two", "two"),
            parsed.nodes().stream().map((node) -> node.arguments().get(0).text()).toList());
        assertEquals(directory.resolve("conf.d/1.conf").toString(), parsed.diagnostics().get(1).file());
        assertEquals("includem of 'none.conf': no file matches", parsed.diagnostics().get(0).text());
        assertEquals(2, parsed.diagnostics().size());
    }

    @Test
    void shouldStopAtFileThatIncludesItself(@TempDir final Path directory) throws IOException
    {
        final Path main = directory.resolve("main.conf");
        Files.writeString(main, "include main.conf\n");

        final ParsedConfiguration parsed =
            ConfigParser.parse(main.toString(), Files.readString(main), TABLE, new FileIncludes());

        assertEquals(1, parsed.diagnostics().size());
        assertTrue(parsed.diagnostics().get(0).text().contains("does the file include itself?"));
    }

    @Test
    void shouldStopAtTooDeepNesting()
    {
        final ParsedConfiguration parsed = parse("a { ".repeat(100_000));

        assertTrue(parsed.diagnostics().stream().anyMatch((found) -> Severity.FATAL == found.severity()));
    }

    @Test
    void shouldTakeAnyText()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final List<String> pieces = List.of("virtual_server", "real_server", "TCP_CHECK", "HTTP_GET", "url", "path",
            "global_defs", "vrrp_instance", "{", "}", "\"", "'", "\\", "\n", " ", "#", "!", "//", "$A=", "${", "@",
            "~SEQ(", "include ", "10.0.0.1", "80", "fwmark", "\u3000", "\0", "weight", "-1", "quorum", "é", "retry");
        for (int i = 0; i < 1_000; i++)
        {
            final StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(80); j > 0; j--)
            {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? " " : "");
            }
            final byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            text.append(new String(bytes, StandardCharsets.ISO_8859_1));

            parseOrFail(seed, text.toString());
        }
    }

    private static void parseOrFail(final long seed, final String text)
    {
        try
        {
            parse(text);
        }
        catch (final RuntimeException | StackOverflowError ex)
        {
            throw new AssertionError("seed " + seed + ", text:\n" + text, ex);
        }
    }

    private static void assertReports(final String text, final String... messages)
    {
        assertEquals(List.of(messages), parse(text).diagnostics().stream().map(Diagnostic::toString).toList());
    }

    private static ParsedConfiguration parse(final String text)
    {
        return ConfigParser.parse("test.conf", text, TABLE, Includes.NONE);
    }

    private static List<String> names(final List<ConfigNode> nodes)
    {
        return nodes.stream().map(ConfigNode::name).toList();
    }
}
