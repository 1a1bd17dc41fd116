/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;
import java.util.Optional;

/**
 * A script with its arguments, and who runs it.
 *
 * @param words program and arguments; none if there is nothing to run.
 * @param user  name or number; the user of jlvs if not given.
 * @param group name or number; the first group of the user if not given.
 */
public record ScriptCommand(List<String> words, Optional<String> user, Optional<String> group)
{
    /**
     * Keep a copy.
     */
    public ScriptCommand
    {
        words = List.copyOf(words);
    }
}
