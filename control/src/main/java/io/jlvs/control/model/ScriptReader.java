/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Position;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.ScriptCommand;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads scripts with their users and finds what keepalived finds in them ({@code lib/notify.c}). Single-threaded.
 */
final class ScriptReader
{
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final List<String> ROOT = List.of("root", "0");

    private final ScriptPolicy policy;
    private final HostFacts host;
    private final Diagnostics diagnostics;
    private Optional<Position> firstUnguarded = Optional.empty();

    ScriptReader(final ScriptPolicy policy, final HostFacts host, final Diagnostics diagnostics)
    {
        this.policy = policy;
        this.host = host;
        this.diagnostics = diagnostics;
    }

    /**
     * A line {@code notify_x SCRIPT [USER [GROUP]]}: the script is one word, with its arguments in quotes.
     *
     * @param line if there is one.
     * @return the script, or empty if it may not be run; the diagnostics say why.
     */
    Optional<ScriptCommand> notifyScript(final Optional<ConfigNode> line)
    {
        if (line.isEmpty() || line.get().arguments().isEmpty())
        {
            return Optional.empty();
        }

        final List<Word> arguments = line.get().arguments();
        final Word script = arguments.get(0);
        final Optional<ScriptCommand> found =
            command(line.get(), users(arguments.subList(1, arguments.size())), "the line is left out");
        found.filter((command) -> !host.isExecutable(command.words().get(0))).ifPresent((command) ->
            diagnostics.warning(script.position(), "'" + command.words().get(0) +
                "' does not exist or cannot be executed; 'chmod +x' it or correct its path"));

        return found;
    }

    /**
     * The script of a {@code vrrp_script}.
     *
     * @param report of the block.
     * @param line   {@code script}.
     * @param user   {@code user}, if given.
     * @return the script, or empty if it is disabled; the diagnostics say why.
     */
    Optional<ScriptCommand> trackScript(
        final BlockReport report, final ConfigNode line, final Optional<ConfigNode> user)
    {
        if (line.arguments().size() > 1)
        {
            diagnostics.warning(line.arguments().get(1).position(), "'" + line.arguments().get(1).text() +
                "' and what follows are not used; arguments belong in quotes with the script: " +
                "\"/path/script argument\"");
        }
        final Optional<ScriptCommand> found =
            command(line, users(user.map(ConfigNode::arguments).orElse(List.of())), report.label() + " is disabled");
        if (found.isPresent() && !host.isExecutable(found.get().words().get(0)))
        {
            report.error(line.arguments().get(0).position(), "'" + found.get().words().get(0) +
                "' does not exist or cannot be executed; it is disabled");
            return Optional.empty();
        }

        return found;
    }

    private Optional<ScriptCommand> command(
        final ConfigNode line, final List<Word> users, final String consequence)
    {
        final Word script = line.arguments().get(0);
        final List<String> words = List.of(SPACES.split(script.text().strip()));
        if (words.get(0).isEmpty())
        {
            diagnostics.error(script.position(), "'" + line.name() + "' names no script; " + consequence);
            return Optional.empty();
        }
        if (!areUsable(users, line, consequence))
        {
            return Optional.empty();
        }

        final Optional<String> user = users.isEmpty() ? policy.user() : Optional.of(users.get(0).text());
        final Optional<String> group = users.isEmpty() ? policy.group() :
            users.stream().skip(1).findFirst().map(Word::text);
        if (policy.isSecure() && isRoot(user, group) && words.get(0).startsWith("/") &&
            host.isExecutable(words.get(0)))
        {
            final Optional<String> unsafe = host.unsafePart(words.get(0));
            if (unsafe.isPresent())
            {
                diagnostics.error(script.position(), "'" + line.name() + " " + words.get(0) + "': it would run as " +
                    "root, but others may change " + unsafe.get() + "; 'chown root' it and 'chmod go-w' it; " +
                    consequence);
                return Optional.empty();
            }
        }
        if (!policy.isSecure() && firstUnguarded.isEmpty() && host.isExecutable(words.get(0)))
        {
            firstUnguarded = Optional.of(script.position());
        }

        return Optional.of(new ScriptCommand(words, user, group));
    }

    private boolean areUsable(final List<Word> users, final ConfigNode line, final String consequence)
    {
        if (users.isEmpty())
        {
            if (!policy.isUsable())
            {
                diagnostics.error(line.position(), "'" + line.name() + "' has no user to run as; write " +
                    "'script_user NAME' in global_defs or create the user " + ScriptPolicy.DEFAULT_USER + "; " +
                    consequence);
            }
            return policy.isUsable();
        }

        final Word user = users.get(0);
        if (!host.hasUser(user.text()))
        {
            diagnostics.error(user.position(), "there is no user '" + user.text() +
                "'; arguments belong in quotes with the script: \"/path/script argument\"; " + consequence);
            return false;
        }
        final Optional<Word> unknown =
            users.stream().skip(1).limit(1).filter((group) -> !host.hasGroup(group.text())).findFirst();
        unknown.ifPresent((group) -> diagnostics.error(group.position(),
            "there is no group '" + group.text() + "'; " + consequence));

        return unknown.isEmpty();
    }

    /** User and group, which may be written {@code user group}, {@code user : group} or {@code user:group}. */
    private static List<Word> users(final List<Word> words)
    {
        return words.stream()
            .flatMap((word) -> List.of(word.text().split(":", -1)).stream()
                .filter((part) -> !part.isEmpty())
                .map((part) -> new Word(part, word.position(), word.quoted())))
            .toList();
    }

    private static boolean isRoot(final Optional<String> user, final Optional<String> group)
    {
        return ROOT.contains(user.orElse("root")) || ROOT.contains(group.orElse(""));
    }

    /** Warn once if scripts are run that nobody checks. */
    void finish()
    {
        firstUnguarded.ifPresent((position) -> diagnostics.warning(position, "scripts are run although " +
            "'enable_script_security' is not set; write it in global_defs, so that none runs as root that others " +
            "may change"));
    }
}
