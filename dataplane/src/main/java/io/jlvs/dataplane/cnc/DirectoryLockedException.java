/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import java.nio.file.Path;

/**
 * Another director runs in the directory.
 */
public final class DirectoryLockedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    DirectoryLockedException(final Path directory, final String pid)
    {
        super("a director (pid " + (pid.isEmpty() ? "unknown" : pid) + ") is running in " + directory +
            ": stop it, or choose another directory with --dir");
    }
}
