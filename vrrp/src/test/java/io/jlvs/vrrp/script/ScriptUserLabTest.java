/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import io.jlvs.dataplane.linux.ThreadNiceness;
import io.jlvs.vrrp.model.ScriptCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.jlvs.vrrp.script.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

@Tag("lab")
class ScriptUserLabTest
{
    @TempDir
    private Path directory;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private ScriptRunner runner;

    @AfterEach
    void close()
    {
        runner.close();
    }

    @Test
    void shouldRunAsTheUserWithItsFirstGroupOnly()
    {
        assertEquals(List.of("uid=1(daemon) gid=1(daemon) groups=1(daemon)"), identity("daemon", Optional.empty()));
    }

    @Test
    void shouldRunAsTheGroupGiven()
    {
        assertEquals(List.of("uid=1(daemon) gid=2(bin) groups=2(bin)"), identity("1", Optional.of("bin")));
    }

    @Test
    void shouldEndAScriptOfAnotherUserWithTheRunner()
    {
        begin();
        runner.run(new ScriptCommand(
            List.of("/bin/sh", "-c", "echo $$; exec sleep 60"), Optional.of("daemon"), Optional.empty()));
        await(() -> lines().size() == 1, "script has not run");
        final long process = Long.parseLong(lines().get(0));

        runner.close();

        await(() -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty(), "script outlives the runner");
    }

    @Test
    void shouldRunWithOrdinaryNicenessWhateverThatOfTheProcess() throws Exception
    {
        final Thread preferred = new Thread(() ->
        {
            ThreadNiceness.set(-10);
            begin();
            runner.run(new ScriptCommand(List.of("nice"), Optional.of("daemon"), Optional.empty()));
        });
        preferred.start();
        preferred.join();

        await(() -> !lines().isEmpty() || !log.isEmpty(), "script has not run");

        assertEquals(List.of(), log);
        assertEquals(List.of("0"), lines());
    }

    private List<String> identity(final String user, final Optional<String> group)
    {
        begin();
        runner.run(new ScriptCommand(List.of("id"), Optional.of(user), group));
        await(() -> !lines().isEmpty() || !log.isEmpty(), "script has not run");
        assertEquals(List.of(), log);

        return lines();
    }

    private void begin()
    {
        final Path output = directory.resolve("output");
        try
        {
            Files.createFile(output);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        runner = new ScriptRunner(log::add, true, Redirect.appendTo(output.toFile()), new ScriptUsers());
    }

    private List<String> lines()
    {
        try
        {
            return Files.readAllLines(directory.resolve("output"));
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
