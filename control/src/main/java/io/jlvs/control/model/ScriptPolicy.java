/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;

import java.util.List;
import java.util.Optional;

/**
 * How scripts are run that say nothing else: {@code script_user} and {@code enable_script_security} of global_defs.
 *
 * @param user     that runs them; that of jlvs if empty.
 * @param group    that runs them; the first one of the user if empty.
 * @param isUsable false if there is no such user: scripts without a user of their own are not run.
 * @param isSecure scripts that root runs and others may change are not run.
 */
record ScriptPolicy(Optional<String> user, Optional<String> group, boolean isUsable, boolean isSecure)
{
    /** Taken when it exists and no other is named. */
    static final String DEFAULT_USER = "keepalived_script";

    static ScriptPolicy of(final List<ConfigNode> nodes, final HostFacts host, final Diagnostics diagnostics)
    {
        final List<ConfigNode> lines = nodes.stream()
            .filter((node) -> "global_defs".equals(node.name()))
            .flatMap((node) -> node.children().stream())
            .toList();
        final boolean isSecure = lines.stream().anyMatch((line) -> "enable_script_security".equals(line.name()));
        final Optional<ConfigNode> line =
            lines.stream().filter((found) -> "script_user".equals(found.name())).reduce((first, last) -> last);
        if (line.isEmpty())
        {
            final boolean isThere = host.hasUser(DEFAULT_USER);
            return new ScriptPolicy(
                isThere ? Optional.of(DEFAULT_USER) : Optional.empty(),
                Optional.empty(),
                isThere || !isSecure,
                isSecure);
        }

        final Word user = line.get().arguments().get(0);
        final Optional<Word> group = line.get().argument(1);
        final boolean isUser = host.hasUser(user.text());
        final boolean isGroup = group.isEmpty() || host.hasGroup(group.get().text());
        if (!isUser || !isGroup)
        {
            final Word wrong = isUser ? group.get() : user;
            diagnostics.error(wrong.position(), "'script_user': there is no " + (isUser ? "group" : "user") + " '" +
                wrong.text() + "'; scripts without a user of their own are not run");
        }

        return new ScriptPolicy(
            Optional.of(user.text()), group.map(Word::text), isUser && isGroup, isSecure);
    }
}
