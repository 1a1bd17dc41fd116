/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.demo;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * Tells what happens: headings with the time since the start, sentences, and what commands print, indented.
 */
final class Narrator
{
    private final PrintStream out;
    private final long startNs;
    private volatile String step = "start";

    Narrator(final PrintStream out, final long startNs)
    {
        this.out = out;
        this.startNs = startNs;
    }

    /**
     * A new step.
     *
     * @param title of the step.
     */
    void step(final String title)
    {
        step = title;
        out.printf("%n[%4.1f s] %s%n", elapsedMs() / 1000.0, title);
    }

    /**
     * The step that was begun last.
     *
     * @return its title.
     */
    String currentStep()
    {
        return step;
    }

    /**
     * A sentence, or several lines.
     *
     * @param text to print.
     */
    void say(final String text)
    {
        text.lines().forEach((line) -> out.println("  " + line));
    }

    /**
     * What a command printed, or a file holds.
     *
     * @param title such as the command line.
     * @param text  to print.
     */
    void show(final String title, final String text)
    {
        out.println("  " + title);
        text.stripTrailing().lines().forEach((line) -> out.println("    " + line));
    }

    long elapsedMs()
    {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
