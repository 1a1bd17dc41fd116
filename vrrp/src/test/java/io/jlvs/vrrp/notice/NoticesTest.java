/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.notice;

import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.state.VrrpRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class NoticesTest
{
    private static final Pattern RECORDED = Pattern.compile("\\S+ argc=\\d args: (.*?)   env.*");
    private static final String SCRIPT = "/run/ka/n.sh";

    /** The two scripts of one event were started together and wrote in any order. */
    @ParameterizedTest
    @ValueSource(strings = {
        "vrrp-ah", "vrrp-longpass", "vrrp-noauth", "vrrp-prio255", "vrrp-unicast", "vrrp-v3", "vrrp-vmac"})
    void shouldTellWhatKeepalivedTold(final String recording)
    {
        final List<String> recorded = recorded(recording + ".notify");

        final List<String> told = new ArrayList<>();
        for (final String line : recorded)
        {
            final String[] words = line.split(" ");
            if (words.length == 4)
            {
                final Notice notice = Notices.ofInstance(
                    words[1], settings(Optional.empty()), role(words[2]), Integer.parseInt(words[3]));
                notice.scripts().forEach((script) -> told.add(arguments(script)));
            }
        }

        assertFalse(recorded.isEmpty());
        assertEquals(pairs(recorded), pairs(told));
    }

    @ParameterizedTest
    @EnumSource(VrrpRole.class)
    void shouldSayTheStateOfEachRole(final VrrpRole role)
    {
        final Notice instance = Notices.ofInstance("VI_1", settings(Optional.empty()), role, 200);
        final Notice group = Notices.ofGroup("G1", settings(Optional.empty()), role);

        final Optional<String> state = switch (role)
        {
            case INITIALIZE -> Optional.empty();
            case BACKUP -> Optional.of("BACKUP");
            case MASTER -> Optional.of("MASTER");
            case FAULT -> Optional.of("FAULT");
            case STOPPED -> Optional.of("STOP");
        };
        assertEquals(state.map((word) -> "INSTANCE \"VI_1\" " + word + " 200\n"), instance.line());
        assertEquals(state.map((word) -> "GROUP \"G1\" " + word + " 0\n"), group.line());
        assertEquals(
            state.map((word) -> List.of("notify_" + word.toLowerCase(Locale.ROOT), "GROUP G1 " + word + " 0"))
                .orElse(List.of()),
            arguments(group));
        assertEquals(role == VrrpRole.STOPPED, instance.isLimited());
    }

    @Test
    void shouldTellADeletionAsAFaultUnlessConfigured()
    {
        final ScriptCommand nothing = new ScriptCommand(List.of(), Optional.empty(), Optional.empty());

        final Notice fault = Notices.ofDeleted("VI_1", settings(Optional.empty()), 100);
        final Notice deleted = Notices.ofDeleted("VI_1", settings(Optional.of(script("notify_deleted"))), 100);
        final Notice wordless = Notices.ofDeleted("VI_1", settings(Optional.of(nothing)), 100);

        assertEquals(List.of("INSTANCE VI_1 FAULT 100"), arguments(fault));
        assertEquals(List.of("notify_deleted", "INSTANCE VI_1 DELETED 100"), arguments(deleted));
        assertEquals(List.of("INSTANCE VI_1 DELETED 100"), arguments(wordless));
        assertEquals(Optional.of("INSTANCE \"VI_1\" DELETED 100\n"), wordless.line());
    }

    @Test
    void shouldTellOfALowerMaster()
    {
        final Notice notice = Notices.ofLowerMaster("VI_1", settings(Optional.empty()), 200);

        assertEquals(List.of("notify_master_rx_lower_pri"), arguments(notice));
        assertEquals(Optional.of("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 200\n"), notice.line());
    }

    @Test
    void shouldTellPrioritiesToFifosOnlyAndOnlyIfAskedTo()
    {
        final NotifySettings silent = settings(Optional.empty());
        final NotifySettings telling = new NotifySettings(
            silent.onMaster(), silent.onBackup(), silent.onFault(), silent.onStop(), silent.onDeleted(),
            silent.onAny(), silent.onLowerPriority(), true);

        assertEquals(Notice.NONE, Notices.ofPriority("VI_1", silent, VrrpRole.MASTER, 140));
        assertEquals(
            new Notice(List.of(), Optional.of("INSTANCE \"VI_1\" MASTER_PRIORITY 140\n"), false),
            Notices.ofPriority("VI_1", telling, VrrpRole.MASTER, 140));
        assertEquals(
            new Notice(List.of(), Optional.of("INSTANCE \"VI_1\" BACKUP_PRIORITY 140\n"), false),
            Notices.ofPriority("VI_1", telling, VrrpRole.FAULT, 140));
    }

    @Test
    void shouldTellKeptRolesToFifosOnly()
    {
        assertEquals(
            new Notice(List.of(), Optional.of("INSTANCE \"VI_1\" MASTER 200\n"), false),
            Notices.ofKeptInstance("VI_1", VrrpRole.MASTER, 200));
        assertEquals(
            new Notice(List.of(), Optional.of("GROUP \"G1\" BACKUP 0\n"), false),
            Notices.ofKeptGroup("G1", VrrpRole.BACKUP));
    }

    private static NotifySettings settings(final Optional<ScriptCommand> onDeleted)
    {
        return new NotifySettings(
            Optional.of(script("notify_master")),
            Optional.of(script("notify_backup")),
            Optional.of(script("notify_fault")),
            Optional.of(script("notify_stop")),
            onDeleted,
            Optional.of(script()),
            Optional.of(script("notify_master_rx_lower_pri")),
            false);
    }

    private static ScriptCommand script(final String... arguments)
    {
        final List<String> words = new ArrayList<>(List.of(SCRIPT));
        words.addAll(List.of(arguments));

        return new ScriptCommand(words, Optional.empty(), Optional.empty());
    }

    private static List<String> arguments(final Notice notice)
    {
        return notice.scripts().stream().map(NoticesTest::arguments).toList();
    }

    private static String arguments(final ScriptCommand script)
    {
        assertEquals(SCRIPT, script.words().get(0));
        return String.join(" ", script.words().subList(1, script.words().size()));
    }

    private static VrrpRole role(final String state)
    {
        return "STOP".equals(state) ? VrrpRole.STOPPED : VrrpRole.valueOf(state);
    }

    private static List<List<String>> pairs(final List<String> lines)
    {
        final List<List<String>> result = new ArrayList<>();
        for (int index = 0; index < lines.size(); index += 2)
        {
            result.add(lines.subList(index, index + 2).stream().sorted().toList());
        }
        return result;
    }

    private static List<String> recorded(final String name)
    {
        try (InputStream in = NoticesTest.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .map(RECORDED::matcher)
                .filter(Matcher::matches)
                .map((matcher) -> matcher.group(1))
                .toList();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(name, ex);
        }
    }
}
