/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackScript;
import io.jlvs.vrrp.script.ScriptResult;

import java.util.ArrayList;
import java.util.List;

/**
 * When a {@code vrrp_script} counts as failed: after {@code fall} failures in a row, and as well again after {@code
 * rise} successes in a row. The first result decides alone, unless {@code init_fail} has decided before. Rules and
 * log lines are those of keepalived 2.2.7. Pure: no clock, no process.
 */
public final class ScriptStateMachine
{
    private ScriptStateMachine()
    {
    }

    /**
     * Before the first run.
     *
     * @param script settings.
     * @return its state.
     */
    public static ScriptState initial(final TrackScript script)
    {
        return script.isInitFail() ?
            new ScriptState(0, 0, false, Health.DOWN) :
            new ScriptState(script.rise() - 1, 0, true, Health.UNKNOWN);
    }

    /**
     * A reload changes the settings of a script that goes on.
     *
     * @param state  with the settings before.
     * @param before settings until now.
     * @param now    settings from now on.
     * @return its state with the new settings.
     */
    public static ScriptStep reload(final ScriptState state, final TrackScript before, final TrackScript now)
    {
        if (state.isInitial())
        {
            return new ScriptStep(new ScriptState(now.rise() - 1, state.lastStatus(), true, Health.UNKNOWN), List.of());
        }

        final boolean isUp = before.rise() <= state.result();
        final boolean isAtEnd = state.result() == 0 || state.result() == highest(before);
        final int moved = now.rise() + state.result() - before.rise();
        final int result;
        if (isUp)
        {
            result = isAtEnd ? highest(now) : Math.min(moved, highest(now));
        }
        else
        {
            result = isAtEnd ? 0 : Math.max(moved, 0);
        }

        return new ScriptStep(
            new ScriptState(result, state.lastStatus(), false, Health.of(isUp)),
            List.of("VRRP_Script(" + now.name() + ") considered " + (isUp ? "successful" : "unsuccessful") +
                " on reload"));
    }

    /**
     * A run has ended.
     *
     * @param script settings.
     * @param state  before.
     * @param result how it ended.
     * @return state after it.
     */
    public static ScriptStep step(final TrackScript script, final ScriptState state, final ScriptResult result)
    {
        final List<String> log = new ArrayList<>();
        int status = state.lastStatus();
        if (result instanceof ScriptResult.Exited exited && exited.status() != status)
        {
            status = exited.status();
            log.add("Script `" + script.name() + "` now returning " + status);
        }

        return result.isSuccess() ?
            onSuccess(script, state, status, log) :
            onFailure(script, state, status, log, words(result));
    }

    private static ScriptStep onSuccess(
        final TrackScript script, final ScriptState state, final int status, final List<String> log)
    {
        if (state.result() < script.rise() - 1)
        {
            return new ScriptStep(new ScriptState(state.result() + 1, status, false, Health.DOWN), log);
        }
        if (state.result() < script.rise())
        {
            log.add("VRRP_Script(" + script.name() + ") succeeded");
        }
        return new ScriptStep(new ScriptState(highest(script), status, false, Health.UP), log);
    }

    private static ScriptStep onFailure(
        final TrackScript script,
        final ScriptState state,
        final int status,
        final List<String> log,
        final String words)
    {
        if (script.rise() < state.result())
        {
            return new ScriptStep(new ScriptState(state.result() - 1, status, false, Health.UP), log);
        }
        if (state.result() == script.rise() || state.isInitial())
        {
            log.add("VRRP_Script(" + script.name() + ") " + words);
        }
        return new ScriptStep(new ScriptState(0, status, false, Health.DOWN), log);
    }

    private static int highest(final TrackScript script)
    {
        return script.rise() + script.fall() - 1;
    }

    private static String words(final ScriptResult result)
    {
        if (result instanceof ScriptResult.Exited exited)
        {
            return "failed (exited with status " + exited.status() + ")";
        }
        if (result instanceof ScriptResult.Killed killed)
        {
            return "failed (due to signal " + killed.signal() + ")";
        }
        return result instanceof ScriptResult.NotRun notRun ? "failed (" + notRun.reason() + ")" : "timed_out";
    }
}
