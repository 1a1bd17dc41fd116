/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.notice;

import io.jlvs.vrrp.model.ScriptCommand;

import java.util.List;
import java.util.Optional;

/**
 * What is done to tell something.
 *
 * @param scripts   to start, in this order.
 * @param line      for the FIFOs, with its line feed, if any.
 * @param isLimited the process stops after this: the scripts have one second.
 */
public record Notice(List<ScriptCommand> scripts, Optional<String> line, boolean isLimited)
{
    /** Nobody is told. */
    public static final Notice NONE = new Notice(List.of(), Optional.empty(), false);

    /**
     * Keep a copy.
     */
    public Notice
    {
        scripts = List.copyOf(scripts);
    }
}
