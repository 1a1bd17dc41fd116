/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeepalivedCommandTest
{
    private static final String GOOD = "global_defs {\n router_id a\n}\nvirtual_server 10.0.0.100 80 {\n lb_algo rr\n" +
        " lb_kind DR\n protocol TCP\n real_server 10.0.0.21 80 {\n }\n}\n";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void shouldAcceptGoodFileInTest() throws IOException
    {
        assertEquals(0, run("-t", "-f", file(GOOD)));
        assertTrue(text().contains("known keywords that do nothing in this version yet: router_id"), text());
    }

    @Test
    void shouldReportEverythingInTest() throws IOException
    {
        final String file = file(GOOD.replace("lb_algo", "lb_alog").replace("80 {\n }", "8080 {\n }"));

        assertEquals(5, run("--config-test", "-f", file));

        assertTrue(text().contains(file + ":5:2: error: unknown keyword 'lb_alog' in virtual_server, " +
            "did you mean 'lb_algo'? It is left out"), text());
        assertTrue(text().contains(file + ":8:2: warning: virtual server [10.0.0.100]:tcp:80 and real server " +
            "10.0.0.21 8080 must have the same port, only NAT can change it; port 80 is taken"), text());
    }

    @Test
    void shouldNotStartWithUnbalancedBraces() throws IOException
    {
        final String file = file(GOOD + "}\n");

        assertEquals(3, run("-f", file));

        assertTrue(text().contains(file + ":11:1: error: '}' closes no block"), text());
        assertTrue(text().contains("not started because of the errors above; correct " + file), text());
    }

    @Test
    void shouldNotStartWithServiceWithoutUsableAddress() throws IOException
    {
        assertEquals(3, run("-f", file(GOOD.replace("10.0.0.100", "10.0.0.400"))));
        assertTrue(text().contains("invalid virtual server address '10.0.0.400 80'"), text());
    }

    @Test
    void shouldNotStartWithAnyErrorIfStrict() throws IOException
    {
        assertEquals(3, run("--strict", "-nlD", "-S", "7", "-f", file("foo\n" + GOOD)));
        assertTrue(text().contains("or leave --strict out"), text());
    }

    @Test
    void shouldNameFileThatIsMissing()
    {
        final String file = directory.resolve("none.conf").toString();

        assertEquals(2, run("-f", file));
        assertEquals("jlvs keepalived: configuration file " + file +
            " does not exist; write it or name another with -f FILE\n", text());
        assertEquals(2, run("-f", directory.toString()));
    }

    @Test
    void shouldRefuseUnknownOption()
    {
        assertEquals(1, run("--nosuch"));
    }

    private String file(final String text) throws IOException
    {
        final Path file = directory.resolve("keepalived.conf");
        Files.writeString(file, text);

        return file.toString();
    }

    private int run(final String... arguments)
    {
        final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        final CommandLine commandLine = new CommandLine(new KeepalivedCommand(stream, stream));

        return commandLine.setErr(new PrintWriter(stream)).execute(arguments);
    }

    private String text()
    {
        return err.toString(StandardCharsets.UTF_8);
    }
}
