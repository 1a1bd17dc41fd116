/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Numbers of users and groups by getent(1), so that every source of them counts that the machine has. Answers are kept.
 * Thread safe.
 */
public final class ScriptUsers
{
    private static final long LIMIT_S = 10;
    /** Fields of passwd(5) and group(5). */
    private static final int USER_ID_FIELD = 2;
    private static final int USERS_GROUP_ID_FIELD = 3;
    private static final int GROUP_ID_FIELD = 2;

    private final ScriptUser own = ownUser();
    private final Map<String, Optional<List<String>>> entryByQuery = new HashMap<>();

    /**
     * Who runs this process.
     *
     * @return its effective user and group.
     */
    public ScriptUser own()
    {
        return own;
    }

    /**
     * Who a user and group are.
     *
     * @param user  name or number; this process's if not given.
     * @param group name or number; the user's first one if not given.
     * @return the numbers; empty if there is no such user or group.
     */
    public synchronized Optional<ScriptUser> resolve(final Optional<String> user, final Optional<String> group)
    {
        final Optional<ScriptUser> named = user.isEmpty() ?
            Optional.of(own) :
            entry("passwd", user.get()).map(
                (fields) -> new ScriptUser(number(fields, USER_ID_FIELD), number(fields, USERS_GROUP_ID_FIELD)));

        return group.isEmpty() ?
            named :
            named.flatMap((who) -> entry("group", group.get()).map(
                (fields) -> new ScriptUser(who.userId(), number(fields, GROUP_ID_FIELD))));
    }

    private static int number(final List<String> fields, final int index)
    {
        return Integer.parseInt(fields.get(index));
    }

    private Optional<List<String>> entry(final String table, final String key)
    {
        return entryByQuery.computeIfAbsent(table + ' ' + key, (query) -> look(table, key));
    }

    private static Optional<List<String>> look(final String table, final String key)
    {
        try
        {
            final Process process = new ProcessBuilder("getent", table, key)
                .redirectInput(ProcessBuilder.Redirect.from(ScriptRun.NOTHING))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
            final String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

            return process.waitFor(LIMIT_S, TimeUnit.SECONDS) && process.exitValue() == 0 ?
                Optional.of(List.of(line.split(":"))) :
                Optional.empty();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("getent " + table + " " + key, ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static ScriptUser ownUser()
    {
        try
        {
            final List<String> status = Files.readAllLines(Path.of("/proc/self/status"));

            return new ScriptUser(effective(status, "Uid:"), effective(status, "Gid:"));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("/proc/self/status", ex);
        }
    }

    /** A line "Uid: real effective saved file system", see proc(5). */
    private static int effective(final List<String> status, final String name)
    {
        return status.stream()
            .filter((line) -> line.startsWith(name))
            .map((line) -> Integer.parseInt(line.split("\\s+")[2]))
            .findFirst()
            .orElseThrow();
    }
}
