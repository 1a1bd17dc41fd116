/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

/**
 * One word of a configuration line.
 *
 * @param text     without quotes, escapes resolved.
 * @param position of its first character.
 * @param quoted   at least a part of it stood in quotes, so that it is certainly a value.
 */
public record Word(String text, Position position, boolean quoted)
{
}
