/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.TrackFile;
import io.jlvs.vrrp.model.TrackProcess;
import io.jlvs.vrrp.model.TrackProcess.Match;
import io.jlvs.vrrp.model.TrackScript;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.script.ScriptRunner;
import io.jlvs.vrrp.script.ScriptUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static io.jlvs.vrrp.script.Await.await;
import static io.jlvs.vrrp.track.TestVrrp.configuration;
import static io.jlvs.vrrp.track.TestVrrp.files;
import static io.jlvs.vrrp.track.TestVrrp.instance;
import static io.jlvs.vrrp.track.TestVrrp.processes;
import static io.jlvs.vrrp.track.TestVrrp.scripts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrackersTest
{
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String SKIPPED = "Track script chk is already running, expect idle - skipping run";

    @TempDir
    private Path directory;

    private final List<TrackedChange> changes = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ScriptRunner runner = new ScriptRunner(log::add, false, Redirect.DISCARD, new ScriptUsers());
    private final Trackers trackers = new Trackers(runner, changes::add, log::add);

    @AfterEach
    void close()
    {
        trackers.close();
        runner.close();
    }

    @Test
    void shouldFollowAScript() throws IOException
    {
        final Path flag = directory.resolve("good");
        trackers.configure(scriptConfiguration(script("test -e " + flag, 0, 2)));

        await(() -> last(new TrackedChange.OfScript("chk", Health.DOWN)), "not seen failing");
        Files.createFile(flag);
        await(() -> last(new TrackedChange.OfScript("chk", Health.UP)), "not seen succeeding");

        assertEquals(new TrackedChange.OfScript("chk", Health.UNKNOWN), changes.get(0));
        assertEquals(
            List.of(
                "Script `chk` now returning 1",
                "VRRP_Script(chk) failed (exited with status 1)",
                "Script `chk` now returning 0",
                "VRRP_Script(chk) succeeded"),
            log.stream().filter((line) -> !SKIPPED.equals(line)).toList());
    }

    @Test
    void shouldNeverRunAScriptTwiceAtATime() throws IOException
    {
        final Path out = Files.createFile(directory.resolve("out"));
        trackers.configure(scriptConfiguration(
            script("echo begin >>" + out + "; sleep 0.1; echo end >>" + out, TimeUnit.SECONDS.toNanos(5), 1)));

        await(() -> 6 <= lines(out).size(), "script does not run again");

        final List<String> lines = lines(out);
        for (int index = 0; index < lines.size(); index++)
        {
            assertEquals(index % 2 == 0 ? "begin" : "end", lines.get(index), lines::toString);
        }
        assertTrue(log.contains(SKIPPED), log::toString);
    }

    @Test
    void shouldFailAScriptThatTakesTooLong()
    {
        trackers.configure(scriptConfiguration(script("sleep 60", TimeUnit.MILLISECONDS.toNanos(50), 1)));

        await(() -> last(new TrackedChange.OfScript("chk", Health.DOWN)), "not seen failing");
        assertTrue(log.contains("VRRP_Script(chk) timed_out"), log::toString);
    }

    @Test
    void shouldIgnoreAScriptThatCannotBeRun()
    {
        trackers.configure(scriptConfiguration(new TrackScript(
            "chk", new ScriptCommand(List.of("/nonexistent"), Optional.empty(), Optional.empty()), INTERVAL_NS, 0, 1, 1,
            false)));

        assertEquals(List.of(new TrackedChange.OfScript("chk", Health.IGNORED)), changes);
        assertEquals(
            List.of("VRRP_Script(chk) is not tracked: there is no executable file of that name"), log);
    }

    @Test
    void shouldKeepAScriptsStateOverAReload()
    {
        final VrrpConfiguration configuration = scriptConfiguration(script("false", 0, 1));
        trackers.configure(configuration);
        await(() -> last(new TrackedChange.OfScript("chk", Health.DOWN)), "not seen failing");
        changes.clear();

        trackers.configure(configuration);

        assertEquals(new TrackedChange.OfScript("chk", Health.DOWN), changes.get(0));
        assertTrue(log.contains("VRRP_Script(chk) considered unsuccessful on reload"), log::toString);
    }

    @Test
    void shouldNotLookAtWhatNobodyTracks()
    {
        final Path file = directory.resolve("f");
        trackers.configure(TestVrrp.with(
            configuration(List.of(), instance("VI_1", 100, scripts())),
            List.of(script("true", 0, 1)),
            List.of(new TrackFile("f", file, OptionalLong.of(1), false)),
            List.of()));

        assertEquals(List.of(), changes);
        assertTrue(Files.notExists(file));
    }

    @Test
    void shouldFollowAFileHoweverItChanges() throws IOException
    {
        final Path file = directory.resolve("f");
        trackers.configure(fileConfiguration(new TrackFile("f", file, OptionalLong.empty(), false)));
        assertEquals(List.of(number(0)), changes);

        Files.writeString(file, "5\n");
        await(() -> last(number(5)), "creation not seen");
        Files.writeString(file, "-6\n");
        await(() -> last(number(-6)), "rewriting not seen");
        Files.move(Files.writeString(directory.resolve("g"), "7"), file, StandardCopyOption.REPLACE_EXISTING);
        await(() -> last(number(7)), "replacement not seen");
        Files.move(file, directory.resolve("h"));
        await(() -> last(number(0)), "moving away not seen");
        Files.move(directory.resolve("h"), file);
        await(() -> last(number(7)), "moving back not seen");
        Files.writeString(file, "99999999999");
        await(() -> log.size() == 1, "invalid number not logged");
        Files.delete(file);
        await(() -> last(number(0)), "deletion not seen");

        assertEquals(
            List.of(number(0), number(5), number(-6), number(7), number(0), number(7), number(0)), changes);
        assertEquals(List.of("Invalid number 99999999999 read from " + file + " - ignoring"), log);
    }

    @Test
    void shouldWriteInitialNumbers() throws IOException
    {
        final Path kept = Files.writeString(directory.resolve("kept"), "3");
        final Path over = Files.writeString(directory.resolve("over"), "4");
        final Path made = directory.resolve("made");
        final VrrpConfiguration configuration = TestVrrp.with(
            configuration(List.of(), instance("VI_1", 100, files(
                new Tracked("kept", 1, false), new Tracked("over", 1, false), new Tracked("made", 1, false)))),
            List.of(),
            List.of(
                new TrackFile("kept", kept, OptionalLong.of(9), false),
                new TrackFile("over", over, OptionalLong.of(9), true),
                new TrackFile("made", made, OptionalLong.of(9), false)),
            List.of());

        trackers.configure(configuration);
        Files.writeString(over, "5");
        changes.clear();
        trackers.configure(configuration);

        assertEquals("3", Files.readString(kept));
        assertEquals("9\n", Files.readString(made));
        assertTrue(changes.contains(new TrackedChange.OfFile("over", 5)), "overwritten by a reload");
    }

    @Test
    void shouldFollowAProcess() throws IOException
    {
        final Path program = directory.resolve("jlvs-tracked");
        Files.copy(Path.of("/bin/sleep"), program);
        trackers.configure(processConfiguration(new TrackProcess(
            "p", List.of(program.toString(), "60"), Match.EXACT, true, 1, Integer.MAX_VALUE, 0, 0)));
        assertEquals(List.of(new TrackedChange.OfProcess("p", Health.DOWN)), changes);

        final Process process = new ProcessBuilder(program.toString(), "60").start();
        final long beginNs;
        try
        {
            await(() -> last(new TrackedChange.OfProcess("p", Health.UP)), "start not seen");
        }
        finally
        {
            beginNs = System.nanoTime();
            process.destroyForcibly();
        }
        await(() -> last(new TrackedChange.OfProcess("p", Health.DOWN)), "end not seen");

        assertTrue(System.nanoTime() - beginNs < TimeUnit.MILLISECONDS.toNanos(500), "end seen late");
        assertEquals(List.of("Quorum gained for tracked process p", "Quorum lost for tracked process p"), log);
    }

    /** The parent becomes a program that never asks how its child ended. */
    @Test
    void shouldNotCountAProcessThatItsParentHasForgotten() throws IOException
    {
        final Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("jlvs-forgotten"));
        final Path id = directory.resolve("id");
        final Process parent =
            new ProcessBuilder("/bin/sh", "-c", program + " 60 & echo $! >" + id + "; exec sleep 60").start();
        try
        {
            trackers.configure(processConfiguration(new TrackProcess(
                "p", List.of("jlvs-forgotten"), Match.EXACT, false, 1, Integer.MAX_VALUE, 0, 0)));
            await(() -> last(new TrackedChange.OfProcess("p", Health.UP)), "start not seen");
            await(() -> "sleep\n".equals(comm(parent)), "parent has not forgotten it");

            ProcessHandle.of(Long.parseLong(Files.readString(id).strip())).orElseThrow().destroyForcibly();

            await(() -> last(new TrackedChange.OfProcess("p", Health.DOWN)), "end not seen");
        }
        finally
        {
            parent.destroyForcibly();
        }
    }

    @Test
    void shouldFollowAProcessByItsName() throws IOException
    {
        final Path program = directory.resolve("jlvs-by-name");
        Files.copy(Path.of("/bin/sleep"), program);
        final Process process = new ProcessBuilder(program.toString(), "60").start();
        try
        {
            await(() -> "jlvs-by-name\n".equals(comm(process)), "not started");

            trackers.configure(processConfiguration(new TrackProcess(
                "p", List.of("jlvs-by-name"), Match.EXACT, false, 1, 1, 0, 0)));

            assertEquals(List.of(new TrackedChange.OfProcess("p", Health.UP)), changes);
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    private boolean last(final TrackedChange change)
    {
        return !changes.isEmpty() && changes.get(changes.size() - 1).equals(change);
    }

    private static TrackedChange number(final long number)
    {
        return new TrackedChange.OfFile("f", number);
    }

    private static TrackScript script(final String text, final long timeoutNs, final int fall)
    {
        return new TrackScript(
            "chk",
            new ScriptCommand(List.of("/bin/sh", "-c", text), Optional.empty(), Optional.empty()),
            INTERVAL_NS,
            timeoutNs == 0 ? TimeUnit.SECONDS.toNanos(5) : timeoutNs,
            1,
            fall,
            false);
    }

    private static VrrpConfiguration scriptConfiguration(final TrackScript script)
    {
        return TestVrrp.with(
            configuration(List.of(), instance("VI_1", 100, scripts(new Tracked("chk", 0, false)))),
            List.of(script),
            List.of(),
            List.of());
    }

    private static VrrpConfiguration fileConfiguration(final TrackFile file)
    {
        return TestVrrp.with(
            configuration(List.of(), instance("VI_1", 100, files(new Tracked("f", 1, false)))),
            List.of(),
            List.of(file),
            List.of());
    }

    private static VrrpConfiguration processConfiguration(final TrackProcess process)
    {
        return TestVrrp.with(
            configuration(List.of(), instance("VI_1", 100, processes(new Tracked("p", 0, false)))),
            List.of(),
            List.of(),
            List.of(process));
    }

    private static String comm(final Process process)
    {
        try
        {
            return Files.readString(Path.of("/proc/" + process.pid() + "/comm"));
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static List<String> lines(final Path file)
    {
        try
        {
            return Files.readAllLines(file);
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
