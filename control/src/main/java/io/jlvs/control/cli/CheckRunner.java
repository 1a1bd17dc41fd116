/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.check.CheckResult;
import io.jlvs.control.model.CheckSettings;

import java.util.function.Consumer;

/**
 * Carries out a check without holding up the agent.
 */
@FunctionalInterface
interface CheckRunner
{
    /**
     * Begin a check.
     *
     * @param settings of the check.
     * @param urlIndex which URL.
     * @param onResult called on the agent's thread with the outcome.
     */
    void run(CheckSettings settings, int urlIndex, Consumer<CheckResult> onResult);
}
