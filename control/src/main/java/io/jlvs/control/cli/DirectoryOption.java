/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/**
 * Which director a command that only looks is about.
 */
final class DirectoryOption
{
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        defaultValue = "${env:JLVS_DIR:-/dev/shm/jlvs}",
        description = "Directory of the director (default: /dev/shm/jlvs, or JLVS_DIR).")
    private Path path;

    /**
     * Directory of the director.
     *
     * @return as given, or the default.
     */
    Path path()
    {
        return path;
    }
}
