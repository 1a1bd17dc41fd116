/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import io.jlvs.vrrp.model.ScriptCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static io.jlvs.vrrp.script.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ScriptRunnerTest
{
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    private Path directory;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder();
    private ScriptRunner runner;

    @AfterEach
    void close()
    {
        runner.close();
    }

    @Test
    void shouldRunTheConfiguredWordsAndNothingElse() throws IOException
    {
        begin(false);

        runner.run(command("/bin/sh", "-c", "echo $#: $1; exit 4", "sh", "a b"));

        await(() -> log.size() == 1, "failure is not logged");
        assertEquals("1: a b\n", Files.readString(directory.resolve("output")));
        assertTrue(log.get(0).endsWith("ended with status 4"), log.get(0));
    }

    @Test
    void shouldLetScriptsBeyondTheLimitWait() throws IOException
    {
        begin(false);
        final Path gate = directory.resolve("gate");
        final Path out = Files.createFile(directory.resolve("out"));

        IntStream.range(0, ScriptRunner.RUNNING_LIMIT + 5).forEach((number) -> runner.run(command(
            "/bin/sh", "-c", "echo x >>" + out + "; for i in $(seq 100); do [ -e " + gate +
                " ] && exit 0; sleep 0.3; done")));
        await(() -> lines(out) == ScriptRunner.RUNNING_LIMIT, "fewer than the limit run");
        runner.run(command("/bin/true"), LONG_NS, recorder);
        await(() -> recorder.goneCount() == 1, "a script with a listener has to wait");

        assertEquals(ScriptRunner.RUNNING_LIMIT, lines(out));
        Files.createFile(gate);
        await(() -> lines(out) == ScriptRunner.RUNNING_LIMIT + 5, "the others do not run afterwards");
    }

    @Test
    void shouldTellHowARunEnded()
    {
        begin(false);

        runner.run(command("/bin/sh", "-c", "exit 3"), LONG_NS, recorder);
        await(() -> recorder.goneCount() == 1, "not gone");
        runner.run(command("/bin/sh", "-c", "kill -KILL $$"), LONG_NS, recorder);
        await(() -> recorder.goneCount() == 2, "not gone");
        runner.run(command("/nonexistent/script"), LONG_NS, recorder);
        await(() -> recorder.goneCount() == 3, "not gone");

        assertEquals(
            List.of(
                new ScriptResult.Exited(3),
                new ScriptResult.Killed(9),
                new ScriptResult.NotRun("there is no executable file of that name")),
            recorder.results);
        assertEquals(List.of(), log);
    }

    @Test
    void shouldEndARunThatTakesTooLongWithAllThatItStarted() throws IOException
    {
        begin(false);
        final Path child = directory.resolve("child");

        runner.run(command("/bin/sh", "-c", "sleep 60 & echo $! >" + child + "; wait"), SHORT_NS, recorder);

        await(() -> recorder.goneCount() == 1, "not gone");
        assertEquals(List.of(new ScriptResult.TimedOut()), recorder.results);
        awaitEnd(child);
    }

    @Test
    void shouldTellOfATimeOutBeforeAProcessThatIgnoresSigtermHasEnded()
    {
        begin(false);

        final long beginNs = System.nanoTime();
        runner.run(command("/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"), SHORT_NS, recorder);

        await(() -> recorder.results.size() == 1, "no result");
        assertTrue(System.nanoTime() - beginNs < TimeUnit.SECONDS.toNanos(2), "result waited for SIGKILL");
        assertEquals(0, recorder.goneCount());
        await(() -> recorder.goneCount() == 1, "SIGKILL has not ended it");
    }

    @Test
    void shouldGiveScriptsOfTheEndOneSecondAndThenEndThem() throws IOException
    {
        begin(false);
        final Path done = directory.resolve("done");
        final Path id = directory.resolve("id");

        runner.run(command("/bin/sh", "-c", "sleep 0.2; echo x >" + done), ScriptRunner.STOP_LIMIT_NS);
        runner.run(
            command("/bin/sh", "-c", "trap '' TERM; echo $$ >" + id + "; sleep 60"), ScriptRunner.STOP_LIMIT_NS);
        final long beginNs = System.nanoTime();
        runner.close();

        assertTrue(Files.exists(done), "a short script was not waited for");
        assertTrue(System.nanoTime() - beginNs < 2 * ScriptRunner.STOP_LIMIT_NS, "took too long");
        awaitEnd(id);
    }

    @Test
    void shouldEndEveryOtherScriptWithTheRunner() throws IOException
    {
        begin(false);
        final Path id = directory.resolve("id");
        runner.run(command("/bin/sh", "-c", "echo $$ >" + id + "; exec sleep 60"));
        await(() -> lines(id) == 1, "script has not run");

        runner.close();

        awaitEnd(id);
    }

    @Test
    void shouldPassOutputOn() throws IOException
    {
        begin(false);

        runner.run(command("/bin/sh", "-c", "echo out; echo err >&2"));

        await(() -> lines(directory.resolve("output")) == 2, "no output");
        assertEquals("out\nerr\n", Files.readString(directory.resolve("output")));
    }

    @Test
    void shouldRefuseWhatOthersCanChange() throws IOException
    {
        begin(true);
        final Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");
        Files.setAttribute(script, "unix:mode", 0755);

        assertEquals(Optional.empty(), runner.refusal(command("/bin/true")));
        Files.setAttribute(script, "unix:mode", 0777);

        if (new ScriptUsers().own().userId() == ScriptUser.ROOT)
        {
            assertEquals(
                Optional.of(script + " can be changed by others than root"),
                runner.refusal(command(script.toString())));
        }
        else
        {
            assertEquals(Optional.empty(), runner.refusal(command(script.toString())));
        }
    }

    @Test
    void shouldRefuseAnUnknownUser()
    {
        begin(false);

        assertEquals(
            Optional.of("there is no user no-such-user"),
            runner.refusal(new ScriptCommand(List.of("/bin/true"), Optional.of("no-such-user"), Optional.empty())));
    }

    private void begin(final boolean isSecure)
    {
        runner = new ScriptRunner(
            log::add, isSecure, Redirect.appendTo(directory.resolve("output").toFile()), new ScriptUsers());
    }

    private static ScriptCommand command(final String... words)
    {
        return new ScriptCommand(List.of(words), Optional.empty(), Optional.empty());
    }

    private static void awaitEnd(final Path idFile) throws IOException
    {
        final long id = Long.parseLong(Files.readString(idFile).strip());
        await(() -> ProcessHandle.of(id).filter(ProcessHandle::isAlive).isEmpty(), "process " + id + " still runs");
    }

    private static long lines(final Path file)
    {
        try
        {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static final class Recorder implements ScriptListener
    {
        private final List<ScriptResult> results = new CopyOnWriteArrayList<>();
        private final List<Boolean> gone = new CopyOnWriteArrayList<>();

        @Override
        public void onResult(final ScriptResult result)
        {
            results.add(result);
        }

        @Override
        public void onGone()
        {
            gone.add(true);
        }

        private int goneCount()
        {
            return gone.size();
        }
    }
}
