/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

/**
 * Whoever wants to know how a run ended. Called on the thread of the {@link ScriptRunner}; must not block.
 */
public interface ScriptListener
{
    /**
     * The run has failed or succeeded. Called once for each run, at the end of the process or of its time.
     *
     * @param result how it ended.
     */
    void onResult(ScriptResult result);

    /**
     * No process of this run is left that could disturb the next one. Called once, after {@link #onResult}; never for a
     * process that outlives SIGKILL, as one that waits for a broken disk does.
     */
    void onGone();
}
