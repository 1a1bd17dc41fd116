/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Log lines as keepalived writes them on a console: {@code Fri Nov 20 08:35:41 2026: text}. Any thread.
 */
final class ConsoleLog implements Consumer<String>
{
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy", Locale.ROOT);

    private final PrintStream stream;

    ConsoleLog(final PrintStream stream)
    {
        this.stream = stream;
    }

    @Override
    public void accept(final String text)
    {
        stream.println(FORMAT.format(LocalDateTime.now()) + ": " + text);
        stream.flush();
    }
}
