/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import java.util.List;

/**
 * What the kernel says of a running process.
 *
 * @param id         of the process.
 * @param startTicks when it was started, in ticks of the kernel since boot: tells it from a later one with the same id.
 * @param name       of its program, at most 15 bytes of it.
 * @param words      of its command line; none if not asked for, or if it is a thread of the kernel.
 */
record ProcessFacts(long id, long startTicks, String name, List<String> words)
{
}
