/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.notice;

import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.script.ScriptRunner;
import io.jlvs.vrrp.script.ScriptUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static io.jlvs.vrrp.script.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NotifierTest
{
    private static final int SCRIPTS = 20;

    @TempDir
    private Path directory;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ScriptUsers users = new ScriptUsers();
    private final ScriptRunner runner = new ScriptRunner(log::add, false, Redirect.DISCARD, users);

    @AfterEach
    void close()
    {
        runner.close();
    }

    /** Process ids grow with each start; what the scripts write may come in any order. */
    @Test
    void shouldStartScriptsInTheOrderOfTheNotices() throws IOException
    {
        final Path out = Files.createFile(directory.resolve("out"));
        try (Notifier notifier = new Notifier(List.of(), runner, users, log::add))
        {
            for (int number = 0; number < SCRIPTS; number++)
            {
                notifier.tell(new Notice(
                    List.of(shell("echo $$ " + number + " >>" + out)), Optional.empty(), false));
            }
            await(() -> lines(out).size() == SCRIPTS, "scripts have not run");
        }

        final List<Integer> byProcess = lines(out).stream()
            .map((line) -> line.split(" "))
            .sorted(Comparator.comparing((words) -> Long.parseLong(words[0])))
            .map((words) -> Integer.parseInt(words[1]))
            .toList();
        assertEquals(IntStream.range(0, SCRIPTS).boxed().toList(), byProcess);
    }

    @Test
    void shouldWriteToAFifoThatItsScriptReads()
    {
        final Path pipe = directory.resolve("pipe");
        final Path out = directory.resolve("out");
        final ScriptCommand reader = new ScriptCommand(
            List.of("/bin/sh", "-c", "cat \"$1\" >" + out, "reader"), Optional.empty(), Optional.empty());
        try (Notifier notifier = new Notifier(fifos(pipe, Optional.of(reader)), runner, users, log::add))
        {
            notifier.tell(new Notice(List.of(), Optional.of("INSTANCE \"VI_1\" BACKUP 200\n"), false));
            notifier.tell(new Notice(List.of(), Optional.of("INSTANCE \"VI_1\" MASTER 200\n"), false));
            await(
                () -> List.of("INSTANCE \"VI_1\" BACKUP 200", "INSTANCE \"VI_1\" MASTER 200").equals(lines(out)),
                "lines have not arrived");
            assertTrue(Files.exists(pipe));
        }

        assertTrue(Files.notExists(pipe), "the pipe was left");
        await(() -> log.size() == 1, "the reader goes on after the end");
        assertTrue(log.get(0).startsWith("Script of notify fifo " + pipe + " terminated"), log.get(0));
    }

    @Test
    void shouldNeverWaitForAReader()
    {
        final Path pipe = directory.resolve("pipe");
        final Notice notice =
            new Notice(List.of(), Optional.of("GROUP \"" + "x".repeat(1000) + "\" MASTER 0\n"), false);
        try (Notifier notifier = new Notifier(fifos(pipe, Optional.empty()), runner, users, log::add))
        {
            final long beginNs = System.nanoTime();
            for (int number = 0; number < 100; number++)
            {
                notifier.tell(notice);
            }

            assertTrue(System.nanoTime() - beginNs < TimeUnit.SECONDS.toNanos(1), "waited");
            assertEquals(
                List.of("Notify fifo " + pipe + " is full: nobody reads it, events are dropped"), log);
        }
    }

    @Test
    void shouldKeepAPipeThatOthersMade() throws Exception
    {
        final Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        new Notifier(fifos(pipe, Optional.empty()), runner, users, log::add).close();

        assertTrue(Files.exists(pipe));
        assertEquals(List.of(), log);
    }

    @Test
    void shouldNotWriteIntoAnOrdinaryFile() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("file"), "mine");

        try (Notifier notifier = new Notifier(fifos(file, Optional.empty()), runner, users, log::add))
        {
            notifier.tell(new Notice(List.of(), Optional.of("INSTANCE \"VI_1\" MASTER 200\n"), false));
        }

        assertEquals("mine", Files.readString(file));
        assertEquals(
            List.of("Unable to open notify fifo " + file + ": " + file + " is not a named pipe"), log);
    }

    private static List<VrrpGlobals.Fifo> fifos(final Path pipe, final Optional<ScriptCommand> script)
    {
        return List.of(new VrrpGlobals.Fifo(pipe.toString(), Optional.empty(), Optional.empty(), script));
    }

    private static ScriptCommand shell(final String text)
    {
        return new ScriptCommand(List.of("/bin/sh", "-c", text), Optional.empty(), Optional.empty());
    }

    private static List<String> lines(final Path file)
    {
        try
        {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
