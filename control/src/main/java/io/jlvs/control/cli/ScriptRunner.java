/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.model.Command;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.function.Consumer;

/**
 * Runs notify scripts without waiting for them; one that cannot be run or fails is logged.
 */
final class ScriptRunner implements Consumer<Command>
{
    private static final File NOTHING = new File("/dev/null");

    private final Consumer<String> log;

    ScriptRunner(final Consumer<String> log)
    {
        this.log = log;
    }

    @Override
    public void accept(final Command command)
    {
        final String text = String.join(" ", command.words());
        try
        {
            new ProcessBuilder(command.words())
                .redirectInput(NOTHING)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start()
                .onExit()
                .thenAccept(
                    (process) ->
                    {
                        if (process.exitValue() != 0)
                        {
                            log.accept("Script '" + text + "' ended with status " + process.exitValue());
                        }
                    });
        }
        catch (final IOException | RuntimeException ex)
        {
            log.accept("Script '" + text + "' cannot be run: " + ex.getMessage());
        }
    }
}
