/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.util.List;
import java.util.Optional;

/**
 * One accepted statement: a keyword with its arguments and, for a block, the statements in it. In a block of free lines
 * ({@code virtual_ipaddress}) the first word of each line stands as the keyword.
 *
 * @param keyword   first word.
 * @param arguments the words behind it.
 * @param children  statements of the block in file order; empty for a line.
 */
public record ConfigNode(Word keyword, List<Word> arguments, List<ConfigNode> children)
{
    /**
     * Keep copies, so that a tree never changes.
     */
    public ConfigNode
    {
        arguments = List.copyOf(arguments);
        children = List.copyOf(children);
    }

    /**
     * Name of the statement.
     *
     * @return text of the keyword.
     */
    public String name()
    {
        return keyword.text();
    }

    /**
     * Where the statement begins.
     *
     * @return position of the keyword.
     */
    public Position position()
    {
        return keyword.position();
    }

    /**
     * An argument.
     *
     * @param index from 0.
     * @return the word, or empty if there are not that many.
     */
    public Optional<Word> argument(final int index)
    {
        return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }

    /**
     * Statements of the block with this keyword.
     *
     * @param name keyword.
     * @return in file order.
     */
    public List<ConfigNode> children(final String name)
    {
        return children.stream().filter((child) -> child.name().equals(name)).toList();
    }
}
