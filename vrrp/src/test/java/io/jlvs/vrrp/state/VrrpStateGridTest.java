/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Every role and every event: the role after it, and what is done, a letter for each action: A announce, I
 * install, P priority told, R role changed, S send an advert, W withdraw, 2 second master; 0 behind S is
 * its priority. Log lines are not shown. The instance has priority 100 and address 10.0.0.1.
 */
class VrrpStateGridTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 100 * SECOND;
    private static final VrrpStateMachine MACHINE = new VrrpStateMachine(TestSettings.parse("version 2 priority 100"));

    @Test
    void shouldDefineEveryEventInEveryRole()
    {
        final String grid = """
            event                | INITIALIZE      | BACKUP          | MASTER          | FAULT           | STOPPED
            started              | BACKUP WR       | BACKUP          | MASTER          | FAULT           | STOPPED
            stopped              | STOPPED R       | STOPPED R       | STOPPED S0WR    | STOPPED R       | STOPPED
            timer                | INITIALIZE      | MASTER SIAR     | MASTER S        | FAULT           | STOPPED
            timer, early         | INITIALIZE      | BACKUP          | MASTER          | FAULT           | STOPPED
            timer, far too late  | INITIALIZE      | BACKUP          | BACKUP WR       | FAULT           | STOPPED
            advert 0             | INITIALIZE      | BACKUP          | MASTER S        | FAULT           | STOPPED
            advert 50            | INITIALIZE      | BACKUP          | MASTER SA2      | FAULT           | STOPPED
            advert 100 of lower  | INITIALIZE      | BACKUP          | MASTER SA2      | FAULT           | STOPPED
            advert 100 of own    | INITIALIZE      | BACKUP          | MASTER          | FAULT           | STOPPED
            advert 100 of higher | INITIALIZE      | BACKUP          | BACKUP WR       | FAULT           | STOPPED
            advert 200           | INITIALIZE      | BACKUP          | BACKUP WR       | FAULT           | STOPPED
            advert 255           | INITIALIZE      | BACKUP          | BACKUP WR       | FAULT           | STOPPED
            priority 100         | INITIALIZE      | BACKUP          | MASTER          | FAULT           | STOPPED
            priority 40          | INITIALIZE P    | BACKUP P        | MASTER P        | FAULT P         | STOPPED
            fault                | INITIALIZE      | FAULT R         | FAULT S0WR      | FAULT           | STOPPED
            well                 | INITIALIZE      | BACKUP          | MASTER          | BACKUP R        | STOPPED
            source               | INITIALIZE      | BACKUP          | MASTER          | FAULT           | STOPPED
            group BACKUP         | INITIALIZE      | BACKUP          | BACKUP WR       | FAULT           | STOPPED
            group MASTER         | INITIALIZE      | MASTER SIAR     | MASTER          | FAULT           | STOPPED
            group FAULT          | INITIALIZE      | FAULT R         | FAULT S0WR      | FAULT           | STOPPED
            contested            | INITIALIZE      | BACKUP          | MASTER A        | FAULT           | STOPPED
            reconfigured         | INITIALIZE P    | BACKUP P        | MASTER PSI      | FAULT P         | STOPPED
            outrun               | INITIALIZE      | BACKUP          | BACKUP WR       | FAULT           | STOPPED
            """;

        final StringBuilder found = new StringBuilder("event                ");
        List.of(VrrpRole.values()).forEach((role) -> found.append("| ").append(padded(role.name(), 16)));
        endLine(found);
        events().forEach((name, event) ->
        {
            found.append(padded(name, 21));
            List.of(VrrpRole.values()).forEach((role) ->
                found.append("| ").append(padded(cell(role, name, event), 16)));
            endLine(found);
        });

        assertEquals(grid, found.toString());
    }

    private static Map<String, VrrpEvent> events()
    {
        final Map<String, VrrpEvent> events = new LinkedHashMap<>();
        events.put("started", new VrrpEvent.Started());
        events.put("stopped", new VrrpEvent.Stopped());
        events.put("timer", new VrrpEvent.TimerExpired());
        events.put("timer, early", new VrrpEvent.TimerExpired());
        events.put("timer, far too late", new VrrpEvent.TimerExpired());
        events.put("advert 0", advert(0, "10.0.0.2"));
        events.put("advert 50", advert(50, "10.0.0.2"));
        events.put("advert 100 of lower", advert(100, "10.0.0.0"));
        events.put("advert 100 of own", advert(100, "10.0.0.1"));
        events.put("advert 100 of higher", advert(100, "10.0.0.2"));
        events.put("advert 200", advert(200, "10.0.0.2"));
        events.put("advert 255", advert(255, "10.0.0.2"));
        events.put("priority 100", new VrrpEvent.PriorityChanged(100));
        events.put("priority 40", new VrrpEvent.PriorityChanged(40));
        events.put("fault", new VrrpEvent.FaultChanged(true, "script chk"));
        events.put("well", new VrrpEvent.FaultChanged(false, ""));
        events.put("source", new VrrpEvent.SourceChanged(TestSettings.address("10.0.0.3")));
        events.put("group BACKUP", new VrrpEvent.GroupMoved(VrrpRole.BACKUP));
        events.put("group MASTER", new VrrpEvent.GroupMoved(VrrpRole.MASTER));
        events.put("group FAULT", new VrrpEvent.GroupMoved(VrrpRole.FAULT));
        events.put("contested", new VrrpEvent.AddressesContested());
        events.put("reconfigured", new VrrpEvent.Reconfigured(40));
        events.put("outrun", new VrrpEvent.Outrun("addresses lost"));
        return events;
    }

    private static String cell(final VrrpRole role, final String name, final VrrpEvent event)
    {
        final VrrpState state = stateIn(role);
        final long dueNs = Math.min(state.timerNs(), NOW + 10 * SECOND);
        final long nowNs = name.endsWith("early") ? dueNs - 1 : name.endsWith("late") ? dueNs + 30 * SECOND : dueNs;

        final VrrpStep step = MACHINE.step(state, event, nowNs);

        final String letters = step.actions().stream().map(VrrpStateGridTest::letter).collect(Collectors.joining());
        return step.state().role() + (letters.isEmpty() ? "" : " " + letters);
    }

    private static VrrpState stateIn(final VrrpRole role)
    {
        VrrpState state = MACHINE.initialState();
        state = MACHINE.step(state, new VrrpEvent.SourceChanged(TestSettings.address("10.0.0.1")), NOW).state();
        if (VrrpRole.INITIALIZE != role)
        {
            state = MACHINE.step(state, new VrrpEvent.Started(), NOW).state();
        }
        if (VrrpRole.STOPPED == role)
        {
            state = MACHINE.step(state, new VrrpEvent.Stopped(), NOW).state();
        }
        else if (VrrpRole.FAULT == role)
        {
            state = MACHINE.step(state, new VrrpEvent.FaultChanged(true, "interface eth0"), NOW).state();
        }
        else if (VrrpRole.MASTER == role)
        {
            state = MACHINE.step(state, new VrrpEvent.GroupMoved(role), NOW).state();
        }

        assertEquals(role, state.role());
        return state;
    }

    private static String letter(final VrrpAction action)
    {
        if (action instanceof VrrpAction.Log)
        {
            return "";
        }
        else if (action instanceof VrrpAction.SendAdvert advert)
        {
            return 0 == advert.priority() ? "S0" : "S";
        }
        else
        {
            final String name = action.getClass().getSimpleName();
            return action instanceof VrrpAction.SecondMasterSeen ? "2" : name.substring(0, 1);
        }
    }

    private static VrrpEvent advert(final int priority, final String source)
    {
        final InetAddress address = TestSettings.address(source);
        return new VrrpEvent.AdvertReceived(address, priority, SECOND);
    }

    private static String padded(final String text, final int length)
    {
        return String.format("%-" + length + "s", text);
    }

    private static void endLine(final StringBuilder text)
    {
        while (' ' == text.charAt(text.length() - 1))
        {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
    }
}
