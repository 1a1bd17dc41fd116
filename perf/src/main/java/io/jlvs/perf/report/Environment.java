/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where a measurement was made.
 *
 * @param machine processor and number of cores.
 * @param kernel  release of Linux.
 * @param jdk     version of the Java virtual machine.
 * @param commit  of the source, with "+" when files were changed since; "unknown" outside a repository.
 * @param time    of the start, UTC.
 */
public record Environment(String machine, String kernel, String jdk, String commit, Instant time)
{
    private static final String UNKNOWN = "unknown";
    private static final String MODEL = "model name";

    /**
     * This process now.
     *
     * @param root directory of the source.
     * @return the environment.
     */
    public static Environment of(final Path root)
    {
        return new Environment(
            processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
            System.getProperty("os.version"),
            System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
            commit(root),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String processor()
    {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo")))
        {
            return lines.filter((line) -> line.startsWith(MODEL))
                .map((line) -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        }
        catch (final IOException ex)
        {
            return System.getProperty("os.arch");
        }
    }

    private static String commit(final Path root)
    {
        final String head = git(root, "rev-parse", "--short", "HEAD");
        return head.isEmpty() ? UNKNOWN :
            head + (git(root, "status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : "+");
    }

    private static String git(final Path root, final String... arguments)
    {
        try
        {
            final Process process = new ProcessBuilder(
                Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(arguments)).toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
            process.getOutputStream().close();
            final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return 0 == process.waitFor() ? out : "";
        }
        catch (final IOException ex)
        {
            return "";
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
