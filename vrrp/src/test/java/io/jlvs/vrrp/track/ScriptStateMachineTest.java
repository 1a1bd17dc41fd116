/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.TrackScript;
import io.jlvs.vrrp.script.ScriptResult;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ScriptStateMachineTest
{
    private static final int SETTINGS_LINE = 1;
    private static final int START_LINE = 2;

    @TestFactory
    Stream<DynamicTest> shouldFollowTheTranscripts()
    {
        return Arrays.stream(resource("script-states.txt").split("\n\n"))
            .filter((text) -> text.startsWith("case "))
            .map((text) -> DynamicTest.dynamicTest(
                text.lines().findFirst().orElseThrow(), () -> assertEquals(text.strip(), replay(text.strip()))));
    }

    @Test
    void shouldLogWhatKeepalivedLogged()
    {
        final List<String> recorded = resource("vrrp-track.d1.log").lines()
            .map((line) -> line.substring("Fri Nov 20 08:46:22 2026: ".length()))
            .filter((line) -> line.startsWith("VRRP_Script") || line.startsWith("Script"))
            .toList();
        final TrackScript script = script(2, 2, false);

        final List<String> log = new ArrayList<>();
        ScriptState state = ScriptStateMachine.initial(script);
        for (final int status : new int[]{0, 0, 0, 1, 1, 1, 1, 0, 0, 0})
        {
            final ScriptStep step = ScriptStateMachine.step(script, state, new ScriptResult.Exited(status));
            log.addAll(step.log());
            state = step.state();
        }
        log.addAll(ScriptStateMachine.reload(state, script, script).log());

        assertEquals(recorded, log);
    }

    /** The case again, with the outcomes that the state machine gives. */
    private static String replay(final String text)
    {
        final List<String> lines = text.lines().toList();
        final String[] settings = lines.get(SETTINGS_LINE).split(" ");
        TrackScript script = script(
            Integer.parseInt(settings[1]), Integer.parseInt(settings[3]), settings.length == 5);
        ScriptState state = ScriptStateMachine.initial(script);
        final List<String> result = new ArrayList<>(lines.subList(0, START_LINE));
        result.add(line("", new ScriptStep(state, List.of())));
        for (final String line : lines.subList(START_LINE + 1, lines.size()))
        {
            final String input = line.substring(0, 20).strip();
            final String[] words = input.split(" ");
            final ScriptStep step;
            if ("reload".equals(words[0]))
            {
                final TrackScript next = script(Integer.parseInt(words[1]), Integer.parseInt(words[2]), false);
                step = ScriptStateMachine.reload(state, script, next);
                script = next;
            }
            else
            {
                step = ScriptStateMachine.step(script, state, outcome(words));
            }
            state = step.state();
            result.add(line(input, step));
        }
        return String.join("\n", result);
    }

    private static String line(final String input, final ScriptStep step)
    {
        return String.format("%-20s%-8s %s", input, step.state().health(), String.join("; ", step.log()))
            .stripTrailing();
    }

    private static ScriptResult outcome(final String[] words)
    {
        return switch (words[0])
        {
            case "exited" -> new ScriptResult.Exited(Integer.parseInt(words[1]));
            case "killed" -> new ScriptResult.Killed(Integer.parseInt(words[1]));
            case "timed-out" -> new ScriptResult.TimedOut();
            case "not-run" -> new ScriptResult.NotRun("no such file");
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static TrackScript script(final int rise, final int fall, final boolean isInitFail)
    {
        return new TrackScript(
            "chk",
            new ScriptCommand(List.of("/bin/true"), Optional.empty(), Optional.empty()),
            1_000_000_000,
            0,
            rise,
            fall,
            isInitFail);
    }

    private static String resource(final String name)
    {
        try (InputStream in = ScriptStateMachineTest.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new AssertionError(name, ex);
        }
    }
}
