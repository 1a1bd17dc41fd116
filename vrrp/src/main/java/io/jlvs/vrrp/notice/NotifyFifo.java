/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.notice;

import io.jlvs.dataplane.linux.Fifo;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.script.ScriptListener;
import io.jlvs.vrrp.script.ScriptResult;
import io.jlvs.vrrp.script.ScriptRunner;
import io.jlvs.vrrp.script.ScriptUser;
import io.jlvs.vrrp.script.ScriptUsers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A FIFO that events are written to, and the script that reads it. A line is written at once and never waits; while the
 * pipe is full, lines are dropped, which is logged once until one fits again. Single-threaded.
 */
public final class NotifyFifo implements AutoCloseable
{
    private final Fifo fifo;
    private final Consumer<String> log;
    private boolean isDropping;

    private NotifyFifo(final Fifo fifo, final Consumer<String> log)
    {
        this.fifo = fifo;
        this.log = log;
    }

    /**
     * Make the pipe if need be, start its script, and open it.
     *
     * @param settings of the FIFO.
     * @param runner   of the script, borrowed.
     * @param users    who owns a new pipe.
     * @param log      of lines.
     * @return the FIFO, owned by the caller; empty, and logged, if it cannot be opened.
     */
    public static Optional<NotifyFifo> open(
        final VrrpGlobals.Fifo settings,
        final ScriptRunner runner,
        final ScriptUsers users,
        final Consumer<String> log)
    {
        final Optional<ScriptUser> owner = users.resolve(settings.user(), settings.group());
        if (owner.isEmpty())
        {
            log.accept("No user or group for notify fifo " + settings.path() + ": it is not used");
            return Optional.empty();
        }
        try
        {
            final Path path = Path.of(settings.path());
            final boolean isMade = Fifo.make(path, owner.get().userId(), owner.get().groupId());
            final Fifo fifo = Fifo.open(path, isMade);
            settings.script().filter((script) -> !script.words().isEmpty()).ifPresent(
                (script) -> runner.run(withPath(script, settings.path()), 0, new Reader(settings.path(), log)));

            return Optional.of(new NotifyFifo(fifo, log));
        }
        catch (final IOException | NativeException ex)
        {
            log.accept("Unable to open notify fifo " + settings.path() + ": " + ex.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Write a line.
     *
     * @param line with its line feed.
     */
    public void write(final String line)
    {
        final boolean isWritten = fifo.write(line);
        if (!isWritten && !isDropping)
        {
            log.accept("Notify fifo " + fifo.path() + " is full: nobody reads it, events are dropped");
        }
        isDropping = !isWritten;
    }

    @Override
    public void close()
    {
        try
        {
            fifo.close();
        }
        catch (final IOException ex)
        {
            log.accept("Unable to remove notify fifo " + fifo.path() + ": " + ex);
        }
    }

    private static ScriptCommand withPath(final ScriptCommand script, final String path)
    {
        final List<String> words = new ArrayList<>(script.words());
        words.add(path);

        return new ScriptCommand(words, script.user(), script.group());
    }

    private record Reader(String path, Consumer<String> log) implements ScriptListener
    {
        @Override
        public void onResult(final ScriptResult result)
        {
            log.accept("Script of notify fifo " + path + " terminated: " + result);
        }

        @Override
        public void onGone()
        {
        }
    }
}
