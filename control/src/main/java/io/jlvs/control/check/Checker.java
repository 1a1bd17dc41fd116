/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.HttpGet;
import io.jlvs.control.model.TcpCheck;

/**
 * Asks a server once. Blocks for as long as its time-outs allow; any thread.
 */
@FunctionalInterface
public interface Checker
{
    /** Asks over the network. */
    Checker NETWORK = (settings, urlIndex) -> settings instanceof HttpGet httpGet ?
        HttpChecker.check(httpGet, urlIndex) : TcpChecker.check((TcpCheck)settings);

    /**
     * Ask.
     *
     * @param settings of the check.
     * @param urlIndex which of its URLs, 0 where there are none.
     * @return the outcome; never throws.
     */
    CheckResult check(CheckSettings settings, int urlIndex);
}
