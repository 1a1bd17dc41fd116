/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

import io.jlvs.vrrp.model.TrackProcess;

import java.util.List;

/**
 * Whether a process is one that a {@code vrrp_track_process} means: by the name of its program, or by the first word of
 * its command line and, if any are configured, its arguments.
 */
final class ProcessMatcher
{
    /** The kernel keeps no more of a program's name (TASK_COMM_LEN - 1). */
    private static final int NAME_LENGTH = 15;

    private ProcessMatcher()
    {
    }

    static boolean isMatch(final TrackProcess tracked, final ProcessFacts process)
    {
        final String program = tracked.words().get(0);
        if (!isByCommandLine(tracked))
        {
            return process.name().equals(program.substring(0, Math.min(NAME_LENGTH, program.length())));
        }

        final List<String> words = process.words();
        return !words.isEmpty() && words.get(0).equals(program) && areArgumentsEqual(tracked, words);
    }

    static boolean isByCommandLine(final TrackProcess tracked)
    {
        return tracked.isFullCommand() || 1 < tracked.words().size();
    }

    private static boolean areArgumentsEqual(final TrackProcess tracked, final List<String> words)
    {
        final List<String> wanted = tracked.words();
        final int last = wanted.size() - 1;
        if (last == 0)
        {
            return true;
        }
        if (words.size() < wanted.size() || !words.subList(0, last).equals(wanted.subList(0, last)))
        {
            return false;
        }
        return switch (tracked.match())
        {
            case EXACT -> words.size() == wanted.size() && words.get(last).equals(wanted.get(last));
            case PARTIAL -> words.get(last).equals(wanted.get(last));
            case INITIAL -> words.get(last).startsWith(wanted.get(last));
        };
    }
}
