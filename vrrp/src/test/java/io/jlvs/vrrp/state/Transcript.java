/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import io.jlvs.dataplane.text.InetText;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static io.jlvs.vrrp.state.VrrpState.NEVER;

/**
 * Runs a scenario and writes down what happens. Lines of a scenario:
 *
 * <pre>
 * # what it shows
 * settings version 2 priority 100      of the instance, or of all in the group
 * source 10.0.0.1                      own address
 * group A B                            names of instances in a sync group; events then begin with a name; again: reload
 * @3.5 advert 50 from 10.0.0.2         time in seconds, and an event
 * @10 until                            the timer is served whenever it is due, up to this time
 *  @4.5 timer                          such a service
 *   -> send 100                        what is done
 *   = MASTER 100, timer 4.5            state after the event
 * </pre>
 *
 * Only comments, settings and events are read. Lines that begin with a blank are written anew, so that the transcript
 * of a scenario in which all is right equals the file.
 */
final class Transcript
{
    private static final String ALONE = "";

    private final StringBuilder text = new StringBuilder();
    private final Map<String, VrrpState> states = new LinkedHashMap<>();
    private final SyncGroupStateMachine groupMachine = new SyncGroupStateMachine();
    private String settings;
    private VrrpStateMachine machine;
    private SyncGroupState group;

    static String of(final List<String> scenario)
    {
        final Transcript transcript = new Transcript();
        scenario.stream().filter((line) -> !line.startsWith(" ")).forEach(transcript::onLine);
        return transcript.text.toString();
    }

    private void onLine(final String line)
    {
        text.append(line).append('\n');
        final String[] words = line.split(" ", 2);
        if (line.startsWith("@"))
        {
            onEvent(TestSettings.timeNs(words[0].substring(1)), words[1]);
        }
        else if ("settings".equals(words[0]))
        {
            configure(words[1]);
            states.put(ALONE, machine.initialState());
        }
        else if ("source".equals(words[0]))
        {
            states.put(ALONE, machine.step(states.get(ALONE), parse(line), 0).state());
        }
        else if ("group".equals(words[0]))
        {
            regroup(List.of(words[1].split(" ")));
        }
        else if (!line.isEmpty() && !line.startsWith("#"))
        {
            throw new IllegalArgumentException("not a line of a scenario: " + line);
        }
    }

    private void configure(final String text)
    {
        settings = text;
        machine = new VrrpStateMachine(TestSettings.parse(text), null != group);
    }

    private void regroup(final List<String> names)
    {
        group = null == group ? SyncGroupState.initial(names) : group.withMembers(names);
        configure(settings);
        states.keySet().retainAll(names);
        names.forEach((name) -> states.putIfAbsent(name, machine.initialState()));
    }

    private void onEvent(final long nowNs, final String line)
    {
        if ("until".equals(line))
        {
            runUntil(nowNs);
            return;
        }

        final String[] words = line.split(" ", 2);
        final String name = null == group ? ALONE : words[0];
        final String event = null == group ? line : words[1];
        if (event.startsWith("reload "))
        {
            configure(event.split(" ", 2)[1]);
        }
        step(name, parse(event), nowNs);
        states.forEach(this::writeState);
    }

    private void runUntil(final long endNs)
    {
        while (true)
        {
            final String name = states.keySet().stream()
                .min(Comparator.comparingLong((key) -> states.get(key).deadlineNs())).orElseThrow();
            final long nowNs = states.get(name).deadlineNs();
            if (nowNs > endNs)
            {
                return;
            }
            text.append(" @").append(seconds(nowNs)).append(' ').append(prefix(name)).append("timer\n");
            step(name, new VrrpEvent.TimerExpired(), nowNs);
            states.forEach(this::writeState);
        }
    }

    private void step(final String name, final VrrpEvent event, final long nowNs)
    {
        final VrrpStep step = machine.step(states.get(name), event, nowNs);
        states.put(name, step.state());
        for (final VrrpAction action : step.actions())
        {
            text.append("  -> ").append(prefix(name)).append(action(action)).append('\n');
        }
        if (null == group)
        {
            return;
        }

        if (step.actions().stream().anyMatch((action) -> action instanceof VrrpAction.SecondMasterSeen))
        {
            states.keySet().stream().filter((other) -> !other.equals(name)).toList()
                .forEach((other) -> step(other, new VrrpEvent.AddressesContested(), nowNs));
        }
        final SyncGroupStep groupStep = groupMachine.step(group, name, step.state());
        group = groupStep.state();
        for (final SyncGroupAction action : groupStep.actions())
        {
            text.append("  -> group ").append(action(action)).append('\n');
            if (action instanceof SyncGroupAction.MoveMember move)
            {
                step(move.member(), new VrrpEvent.GroupMoved(move.role()), nowNs);
            }
        }
    }

    private static VrrpEvent parse(final String text)
    {
        final String[] words = text.split(" ");
        final String rest = text.substring(Math.min(text.length(), words[0].length() + 1));
        return switch (words[0])
        {
            case "start" -> new VrrpEvent.Started();
            case "stop" -> new VrrpEvent.Stopped();
            case "timer" -> new VrrpEvent.TimerExpired();
            case "advert" -> advert(words);
            case "priority" -> new VrrpEvent.PriorityChanged(Integer.parseInt(rest));
            case "fault" -> new VrrpEvent.FaultChanged(true, rest);
            case "well" -> new VrrpEvent.FaultChanged(false, "");
            case "source" -> new VrrpEvent.SourceChanged(TestSettings.address(rest));
            case "group" -> new VrrpEvent.GroupMoved(VrrpRole.valueOf(rest));
            case "contested" -> new VrrpEvent.AddressesContested();
            case "outrun" -> new VrrpEvent.Outrun(rest);
            case "reload" -> new VrrpEvent.Reconfigured(TestSettings.parse(rest).priority());
            default -> throw new IllegalArgumentException("no such event: " + text);
        };
    }

    private static VrrpEvent advert(final String[] words)
    {
        final String interval = words.length > 4 ? words[5] : "1";
        return new VrrpEvent.AdvertReceived(
            TestSettings.address(words[3]), Integer.parseInt(words[1]), TestSettings.timeNs(interval));
    }

    private static String action(final VrrpAction action)
    {
        if (action instanceof VrrpAction.Log log)
        {
            return "log " + log.text();
        }
        else if (action instanceof VrrpAction.SendAdvert advert)
        {
            return "send " + advert.priority();
        }
        else if (action instanceof VrrpAction.AnnounceAddresses announce)
        {
            return "announce " + announce.rounds();
        }
        else if (action instanceof VrrpAction.RoleChanged change)
        {
            return "role " + change.role() + ' ' + change.priority();
        }
        else if (action instanceof VrrpAction.PriorityTold told)
        {
            return "priority " + told.priority();
        }
        else if (action instanceof VrrpAction.SecondMasterSeen second)
        {
            return "second master " + InetText.of(second.source()) + ' ' + second.priority();
        }
        else
        {
            return action.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        }
    }

    private static String action(final SyncGroupAction action)
    {
        if (action instanceof SyncGroupAction.Log log)
        {
            return "log " + log.text();
        }
        else if (action instanceof SyncGroupAction.MoveMember move)
        {
            return "move " + move.member() + " to " + move.role();
        }
        else
        {
            return "role " + ((SyncGroupAction.GroupRoleChanged)action).role();
        }
    }

    private void writeState(final String name, final VrrpState state)
    {
        text.append("  = ").append(prefix(name)).append(state.role()).append(' ').append(state.priority());
        write(", timer ", state.timerNs());
        write(", second set ", state.announcements().secondNs());
        write(", lower priority set ", state.announcements().lowerPriorityNs());
        write(", refresh ", state.announcements().refreshNs());
        write(", elsewhere ", state.announcements().elsewhereNs());
        write(", preempts after ", state.preemptNs());
        write(", rival watched until ", state.rival().untilNs());
        text.append(state.isFaulty() ? ", faulty" : "");
        text.append(state.isMasterWanted() ? ", wants master" : "");
        text.append(state.hasListenedAgain() ? ", listens again" : "");
        text.append(null == state.master() ? "" : ", master " + InetText.of(state.master())).append('\n');
    }

    private void write(final String label, final long timeNs)
    {
        if (NEVER != timeNs)
        {
            text.append(label).append(seconds(timeNs));
        }
    }

    private static String prefix(final String name)
    {
        return name.isEmpty() ? "" : name + ' ';
    }

    private static String seconds(final long timeNs)
    {
        return BigDecimal.valueOf(timeNs, 9).stripTrailingZeros().toPlainString();
    }
}
