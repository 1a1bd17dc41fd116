/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.notice;

import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.state.VrrpRole;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is told of an instance or a sync group, word by word as keepalived 2.2.7 tells it: the script of the state
 * gets the configured words alone; {@code notify} gets four more, the kind, the name, the state and the priority; the
 * line of a FIFO is {@code INSTANCE "name" STATE priority}. The priority of a group is 0. Pure.
 */
public final class Notices
{
    private static final String INSTANCE = "INSTANCE";
    private static final String GROUP = "GROUP";
    private static final int PRIORITY_OF_GROUP = 0;

    private Notices()
    {
    }

    /**
     * An instance has another role.
     *
     * @param name     of the instance.
     * @param settings whom to tell.
     * @param role     that it has.
     * @param priority effective.
     * @return what to do.
     */
    public static Notice ofInstance(
        final String name, final NotifySettings settings, final VrrpRole role, final int priority)
    {
        return ofRole(INSTANCE, name, settings, role, priority);
    }

    /**
     * A sync group has another role.
     *
     * @param name     of the group.
     * @param settings whom to tell.
     * @param role     that it has.
     * @return what to do.
     */
    public static Notice ofGroup(final String name, final NotifySettings settings, final VrrpRole role)
    {
        return ofRole(GROUP, name, settings, role, PRIORITY_OF_GROUP);
    }

    /**
     * A reload has taken an instance out of the configuration: told as a fault, unless {@code notify_deleted} is set;
     * the script of a fault is not run.
     *
     * @param name     of the instance.
     * @param settings whom to tell.
     * @param priority last one.
     * @return what to do.
     */
    public static Notice ofDeleted(final String name, final NotifySettings settings, final int priority)
    {
        final String state = settings.onDeleted().isPresent() ? "DELETED" : "FAULT";
        return of(INSTANCE, name, state, priority, settings.onDeleted(), settings.onAny(), false);
    }

    /**
     * A master hears the advert of a lower one.
     *
     * @param name     of the instance.
     * @param settings whom to tell.
     * @param priority effective.
     * @return what to do.
     */
    public static Notice ofLowerMaster(final String name, final NotifySettings settings, final int priority)
    {
        return of(
            INSTANCE, name, "MASTER_RX_LOWER_PRI", priority, settings.onLowerPriority(), Optional.empty(), false);
    }

    /**
     * The effective priority has changed; only FIFOs are told, and only with {@code notify_priority_changes}.
     *
     * @param name     of the instance.
     * @param settings whom to tell.
     * @param role     of the instance.
     * @param priority effective.
     * @return what to do.
     */
    public static Notice ofPriority(
        final String name, final NotifySettings settings, final VrrpRole role, final int priority)
    {
        if (!settings.isTellingPriority())
        {
            return Notice.NONE;
        }

        final String state = role == VrrpRole.MASTER ? "MASTER_PRIORITY" : "BACKUP_PRIORITY";
        return of(INSTANCE, name, state, priority, Optional.empty(), Optional.empty(), false);
    }

    /**
     * An instance has kept its role over a reload; FIFOs are told with {@code fifo_write_vrrp_states_on_reload}.
     *
     * @param name     of the instance.
     * @param role     that it has.
     * @param priority effective.
     * @return what to do.
     */
    public static Notice ofKeptInstance(final String name, final VrrpRole role, final int priority)
    {
        return ofInstance(name, NotifySettings.NONE, role, priority);
    }

    /**
     * A sync group has kept its role over a reload; FIFOs are told with {@code fifo_write_vrrp_states_on_reload}.
     *
     * @param name of the group.
     * @param role that it has.
     * @return what to do.
     */
    public static Notice ofKeptGroup(final String name, final VrrpRole role)
    {
        return ofGroup(name, NotifySettings.NONE, role);
    }

    private static Notice ofRole(
        final String kind,
        final String name,
        final NotifySettings settings,
        final VrrpRole role,
        final int priority)
    {
        return switch (role)
        {
            case INITIALIZE -> Notice.NONE;
            case BACKUP -> of(kind, name, "BACKUP", priority, settings.onBackup(), settings.onAny(), false);
            case MASTER -> of(kind, name, "MASTER", priority, settings.onMaster(), settings.onAny(), false);
            case FAULT -> of(kind, name, "FAULT", priority, settings.onFault(), settings.onAny(), false);
            case STOPPED -> of(kind, name, "STOP", priority, settings.onStop(), settings.onAny(), true);
        };
    }

    private static Notice of(
        final String kind,
        final String name,
        final String state,
        final int priority,
        final Optional<ScriptCommand> own,
        final Optional<ScriptCommand> any,
        final boolean isLimited)
    {
        final List<ScriptCommand> scripts = new ArrayList<>();
        own.filter((script) -> !script.words().isEmpty()).ifPresent(scripts::add);
        any.filter((script) -> !script.words().isEmpty())
            .ifPresent((script) -> scripts.add(with(script, kind, name, state, Integer.toString(priority))));

        return new Notice(
            scripts, Optional.of(kind + " \"" + name + "\" " + state + " " + priority + "\n"), isLimited);
    }

    private static ScriptCommand with(final ScriptCommand script, final String... arguments)
    {
        final List<String> words = new ArrayList<>(script.words());
        words.addAll(List.of(arguments));

        return new ScriptCommand(words, script.user(), script.group());
    }
}
