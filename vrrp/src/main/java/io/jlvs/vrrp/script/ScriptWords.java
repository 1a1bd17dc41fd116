/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.script;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts a script: setsid(1) puts it into a process group of its own, so that one signal reaches
 * all that it starts; setpriv(1) changes the user and asks the kernel for SIGTERM when this process dies.
 * Both belong to util-linux. As in keepalived the group is the only one: supplementary groups are dropped.
 */
final class ScriptWords
{
    private ScriptWords()
    {
    }

    static List<String> of(final List<String> script, final ScriptUser user, final ScriptUser own)
    {
        final List<String> words = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig", "TERM"));
        if (!user.equals(own))
        {
            final String group = Integer.toString(user.groupId());
            words.addAll(
                List.of("--reuid", Integer.toString(user.userId()), "--regid", group, "--groups", group));
        }
        words.add("--");
        words.addAll(script);

        return words;
    }
}
