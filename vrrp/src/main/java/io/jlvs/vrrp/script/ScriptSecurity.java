/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a script may be run: it has to exist and be executable, and if root runs it, nobody else may be able to
 * replace it, as keepalived's {@code enable_script_security} has it. Looked at before every run, not only at start-up.
 */
final class ScriptSecurity
{
    private static final int S_IFMT = 0170000;
    private static final int S_IFLNK = 0120000;
    private static final int S_IFDIR = 0040000;
    private static final int S_ISVTX = 01000;
    private static final int S_IWGRP = 020;
    private static final int S_IWOTH = 02;
    private static final int ANY_X = 0111;
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final boolean isOn;

    /**
     * With or without the check of who can write.
     *
     * @param isOn {@code enable_script_security}.
     */
    ScriptSecurity(final boolean isOn)
    {
        this.isOn = isOn;
    }

    /**
     * Why a program may not be run.
     *
     * @param program first word of the command.
     * @param user    that runs it.
     * @return the reason; empty if it may.
     */
    Optional<String> refusal(final String program, final ScriptUser user)
    {
        final Optional<Path> found = find(program);
        if (found.isEmpty())
        {
            return Optional.of("there is no executable file of that name");
        }

        return isOn && (user.userId() == ScriptUser.ROOT || user.groupId() == ScriptUser.ROOT) ?
            weakness(found.get()) :
            Optional.empty();
    }

    private static Optional<Path> find(final String program)
    {
        if (program.contains("/"))
        {
            return Optional.of(Path.of(program).toAbsolutePath().normalize()).filter(ScriptSecurity::isProgram);
        }

        final String path = Optional.ofNullable(System.getenv("PATH")).orElse(DEFAULT_PATH);
        for (final String directory : path.split(":"))
        {
            final Path candidate = Path.of(directory.isEmpty() ? "." : directory, program).toAbsolutePath();
            if (isProgram(candidate))
            {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(final Path path)
    {
        try
        {
            return Files.isRegularFile(path) && ((int)Files.getAttribute(path, "unix:mode") & ANY_X) != 0;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static Optional<String> weakness(final Path program)
    {
        try
        {
            final Optional<String> named = weaknessOnTheWay(program);

            return named.isPresent() ? named : weaknessOnTheWay(program.toRealPath());
        }
        catch (final IOException ex)
        {
            return Optional.of(ex.toString());
        }
    }

    private static Optional<String> weaknessOnTheWay(final Path file) throws IOException
    {
        for (Path part = file; part != null; part = part.getParent())
        {
            final Map<String, Object> facts =
                Files.readAttributes(part, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
            if (isWeak((int)facts.get("mode"), (int)facts.get("uid"), (int)facts.get("gid")))
            {
                return Optional.of(part + " can be changed by others than root");
            }
        }
        return Optional.empty();
    }

    static boolean isWeak(final int mode, final int userId, final int groupId)
    {
        final int type = mode & S_IFMT;
        final boolean isGuarded = type == S_IFLNK || type == S_IFDIR && (mode & S_ISVTX) != 0;
        final boolean isWritable = (mode & S_IWOTH) != 0 || groupId != ScriptUser.ROOT && (mode & S_IWGRP) != 0;

        return userId != ScriptUser.ROOT || !isGuarded && isWritable;
    }
}
