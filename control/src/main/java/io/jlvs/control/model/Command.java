/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.List;

/**
 * A script with its arguments.
 *
 * @param words program and arguments.
 */
public record Command(List<String> words)
{
    /**
     * Keep a copy.
     */
    public Command
    {
        words = List.copyOf(words);
    }
}
