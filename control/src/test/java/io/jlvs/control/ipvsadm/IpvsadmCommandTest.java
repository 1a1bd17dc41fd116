/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.DirectorUnavailableException.Reason;
import io.jlvs.dataplane.cnc.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IpvsadmCommandTest
{
    private static final Path NOWHERE = Path.of("/nowhere");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final IpvsModel model = new IpvsModel();

    @Test
    void shouldSayThatNoDirectorRuns()
    {
        final int status = run(directory ->
        {
            throw new DirectorUnavailableException(Reason.NOT_RUNNING, "no director is running in " + directory);
        }, "", Map.of(), "-Ln");

        assertEquals(2, status);
        assertEquals("Can't initialize ipvs: no director is running in /nowhere\n", err());
        assertEquals("", out());
    }

    @Test
    void shouldSayThatOneMustBeRoot()
    {
        final int status = run(directory ->
        {
            throw new DirectorUnavailableException(Reason.NO_PERMISSION, "no permission to open a file");
        }, "", Map.of());

        assertEquals(2, status);
        assertEquals(
            "Can't initialize ipvs: Permission denied (you must be root)\n" +
            "Are you sure that IP Virtual Server is built in the kernel or as module?\n", err());
    }

    @Test
    void shouldSayThatTheDirectorDoesNotAnswer()
    {
        final int status = run(directory -> director((method) ->
        {
            throw new DirectorUnavailableException(Reason.NO_ANSWER, "the director did not answer");
        }), "-C\n-C\n", Map.of(), "-R");

        assertEquals(255, status);
        assertEquals("the director did not answer\n", err());
    }

    @Test
    void shouldNotNeedDirectorToExplainItself()
    {
        final int status = run(directory ->
        {
            throw new AssertionError("asks for a director");
        }, "", Map.of(), "-v");

        assertEquals(0, status);
        assertEquals("ipvsadm v1.31 2019/12/24 (compiled with popt and IPVS v1.2.1)\n", out());
    }

    @Test
    void shouldPrintWhatTheDirectorDoesNotOffer()
    {
        final int status = run(directory -> director((method) ->
            new CommandResponse(ResponseCode.UNSUPPORTED, "scheduler mh is not offered")),
            "", Map.of(), "-A", "-t", "10.0.0.1:80", "-s", "mh");

        assertEquals(255, status);
        assertEquals("scheduler mh is not offered\n", err());
    }

    @Test
    void shouldPrintWhichTableIsFull()
    {
        final int status = run(directory -> director((method) ->
            new CommandResponse(ResponseCode.NO_SPACE, "no room for another service")),
            "", Map.of(), "-A", "-t", "10.0.0.1:80");

        assertEquals(255, status);
        assertEquals("no room for another service\n", err());
    }

    @Test
    void shouldRefuseRatesWhenServicesAreListed()
    {
        final int status = run(directory -> model, "", Map.of(), "-Ln", "--rate");

        assertEquals(255, status);
        assertEquals("This version of jlvs keeps no rates: use --stats\n", err());
        assertEquals("", out());
    }

    @Test
    void shouldRefuseSynchronizationDaemon()
    {
        assertEquals(255, run(directory -> model, "", Map.of(), "--start-daemon", "master"));
        assertEquals("This version of jlvs has no connection synchronization daemon\n", err());
    }

    @Test
    void shouldRestoreWhatItSaved()
    {
        final String rules = "-A -t 10.0.0.1:80 -s wrr -p 30 -M 255.255.255.0 -b flag-1\n" +
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 5\n" +
            "-a -t 10.0.0.1:80 -r 10.0.0.3:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum\n" +
            "-A -t [fd00::1]:80 -s wlc -p 30 -M 64\n" +
            "-A -f 7 -6 -s rr -o\n" +
            "-a -f 7 -6 -r [fd00::2]:0 -m -w 0\n";

        assertEquals(0, run(directory -> model, rules, Map.of(), "--restore"));
        assertEquals(0, run(directory -> model, "", Map.of(), "-Sn"));

        assertEquals(rules, out());
        assertEquals("", err());
    }

    @Test
    void shouldSayWhyStandardInputCannotBeRead()
    {
        final InputStream broken = new InputStream()
        {
            @Override
            public int read() throws IOException
            {
                throw new IOException("bad descriptor");
            }
        };

        assertEquals(2, run(directory -> model, broken, Map.of(), "-R"));
        assertEquals("cannot read standard input: bad descriptor\n", err());
    }

    @Test
    void shouldEndOptionsAtFirstOtherWordWhenPosixIsAskedFor()
    {
        final Map<String, String> posix = Map.of("POSIXLY_CORRECT", "");

        assertEquals(2, run(directory -> model, "", posix, "--set", "1", "-n", "3"));
        assertEquals("invalid timeout value `-n' specified\n", err());
    }

    @Test
    void shouldTakeDirectoryFromFirstArguments(@TempDir final Path directory)
    {
        assertEquals(2, runProcess(Map.of("JLVS_DIR", "/wrong"), "--dir", directory.toString(), "-Ln"));
        assertTrue(err().contains(directory.toString()), err());

        assertEquals(2, runProcess(Map.of("JLVS_DIR", "/wrong"), "--dir=" + directory, "-Ln"));
        assertTrue(err().contains(directory.toString()), err());
    }

    @Test
    void shouldTakeDirectoryFromEnvironment(@TempDir final Path directory)
    {
        assertEquals(2, runProcess(Map.of("JLVS_DIR", directory.toString()), "-Ln"));
        assertTrue(err().contains(directory.toString()), err());
    }

    @Test
    void shouldTakeDirectoryOnlyBeforeItsArguments()
    {
        assertEquals(255, runProcess(Map.of(), "-Ln", "--dir", "/wrong"));
        assertEquals("--dir: unknown option\n", err());

        assertEquals(255, runProcess(Map.of(), "--dir"));
        assertEquals("--dir: missing argument\n", err());
    }

    private int run(
        final IpvsadmDirector.Connector connector,
        final String input,
        final Map<String, String> env,
        final String... args)
    {
        return run(connector, new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)), env, args);
    }

    private int run(
        final IpvsadmDirector.Connector connector,
        final InputStream input,
        final Map<String, String> env,
        final String... args)
    {
        out.reset();
        err.reset();
        return new IpvsadmCommand(
            NOWHERE,
            connector,
            new ServiceNames(NOWHERE),
            new HostNames(NOWHERE, false),
            input,
            new PrintStream(out, false, StandardCharsets.US_ASCII),
            new PrintStream(err, true, StandardCharsets.US_ASCII),
            env).run(args);
    }

    private int runProcess(final Map<String, String> env, final String... args)
    {
        out.reset();
        err.reset();
        return IpvsadmCommand.run(
            args,
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.US_ASCII),
            new PrintStream(err, true, StandardCharsets.US_ASCII),
            env);
    }

    private String out()
    {
        return out.toString(StandardCharsets.US_ASCII);
    }

    private String err()
    {
        return err.toString(StandardCharsets.US_ASCII);
    }

    private interface Answer
    {
        Object to(String method);
    }

    private static IpvsadmDirector director(final Answer answer)
    {
        return (IpvsadmDirector)Proxy.newProxyInstance(
            IpvsadmDirector.class.getClassLoader(),
            new Class<?>[]{IpvsadmDirector.class},
            (proxy, method, args) -> "close".equals(method.getName()) ? null : answer.to(method.getName()));
    }
}
