/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.check.CheckResult;
import io.jlvs.control.diff.DirectorCommand.SetDestination;
import io.jlvs.control.diff.DirectorCommand.SetService;
import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.TestConfigurations;
import io.jlvs.dataplane.table.ForwardingCode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeepalivedAgentTest
{
    private static final String VS = "[10.0.0.100]:tcp:80";
    private static final String TWO_SERVERS = service("rr", server(1, "1"), server(2, "1"));

    private final FakeDirector director = new FakeDirector();
    private final List<String> log = new ArrayList<>();
    private final List<String> scripts = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final List<String> checked = new ArrayList<>();
    private int readyCount;
    private long nowNs = 1_000;
    private final KeepalivedAgent agent = new KeepalivedAgent(
        director,
        (settings, urlIndex, onResult) -> onResult.accept(result(settings)),
        (command) -> scripts.add(String.join(" ", command.words())),
        log::add,
        () -> readyCount++,
        new Random(1));

    @Test
    void shouldSendServicesAndSayReady()
    {
        configure(TWO_SERVERS);

        assertEquals(List.of("set " + VS + " rr", "set " + VS + " 10.0.0.1 1", "set " + VS + " 10.0.0.2 1"),
            director.takeCommands());
        assertEquals(1, readyCount);
        runSeconds(5);
        assertEquals(List.of(), director.takeCommands());
        assertEquals(1, readyCount);
        assertTrue(director.keepalives >= 5, "keepalives " + director.keepalives);
    }

    @Test
    void shouldTakeServerOutAndBack()
    {
        configure(TWO_SERVERS);
        runSeconds(5);
        director.takeCommands();

        failing.add("10.0.0.2");
        runSeconds(6);
        assertEquals(List.of("delete " + VS + " 10.0.0.2"), director.takeCommands());
        assertEquals(List.of("/down"), scripts);
        assertTrue(log.contains("Removing service [10.0.0.2]:tcp:80 from VS " + VS), log::toString);

        failing.clear();
        runSeconds(4);
        assertEquals(List.of("set " + VS + " 10.0.0.2 1"), director.takeCommands());
        assertEquals(List.of("/down", "/up"), scripts);
    }

    @Test
    void shouldMakeFirstCheckWithinDelayLoop()
    {
        configure(TWO_SERVERS);

        runSeconds(2);

        assertEquals(Set.of("10.0.0.1", "10.0.0.2"), new HashSet<>(checked));
    }

    @Test
    void shouldWaitForDirectorAndSendAllWhenItComes()
    {
        director.isRunning = false;
        configure(TWO_SERVERS);
        failing.add("10.0.0.1");
        runSeconds(4);
        assertEquals(0, readyCount);
        assertEquals(1, log.stream().filter((line) -> line.startsWith("No director: none runs")).count());

        director.isRunning = true;
        runSeconds(1);

        assertEquals(List.of("set " + VS + " rr", "set " + VS + " 10.0.0.2 1"), director.takeCommands());
        assertEquals(1, readyCount);
    }

    @Test
    void shouldSendAllAgainToNewDirector()
    {
        configure(TWO_SERVERS);
        director.takeCommands();

        director.restart();
        runSeconds(1);

        assertEquals(3, director.takeCommands().size());
        assertEquals(1, readyCount);
    }

    @Test
    void shouldSetServiceAgainThatSomeoneRemoved()
    {
        configure(TWO_SERVERS);
        runSeconds(5);
        director.restart();
        director.instance--;
        director.takeCommands();

        failing.add("10.0.0.2");
        runSeconds(6);

        assertEquals(List.of("delete " + VS + " 10.0.0.2"), director.takeCommands());
        failing.clear();
        runSeconds(4);
        assertEquals(List.of("set " + VS + " 10.0.0.2 1", "set " + VS + " rr", "set " + VS + " 10.0.0.1 1",
            "set " + VS + " 10.0.0.2 1"), director.takeCommands());
    }

    @Test
    void shouldAdoptServicesOfEarlierRunAndLeaveStrangersAlone()
    {
        configure(service("rr", server(1, "1"), server(3, "1")));
        final KeepalivedAgentTest stranger = new KeepalivedAgentTest();
        stranger.configure(TWO_SERVERS.replace("10.0.0.100", "10.0.0.200"));
        stranger.director.state.snapshot().services().forEach(
            (key, service) -> director.state.apply(new SetService(key, service.spec())));
        director.takeCommands();
        final KeepalivedAgent next = new KeepalivedAgent(director, (settings, urlIndex, onResult) -> { },
            (command) -> { }, log::add, () -> { }, new Random(1));

        next.configure(TestConfigurations.build(TWO_SERVERS), nowNs);
        next.doWork(nowNs);

        assertEquals(List.of("set " + VS + " 10.0.0.2 1", "delete " + VS + " 10.0.0.3"), director.takeCommands());
        next.stop(true);
        assertEquals(List.of("delete " + VS), director.takeCommands());
        assertEquals(1, director.state.services().size());
    }

    @Test
    void shouldSendNothingWhenReloadChangesNothing()
    {
        configure(TWO_SERVERS);
        director.takeCommands();

        agent.configure(TestConfigurations.build("# moved\n\n" + TWO_SERVERS), nowNs);

        assertEquals(List.of(), director.takeCommands());
    }

    @Test
    void shouldSendOnlyDifferenceOnReloadAndKeepStateOfChecks()
    {
        configure(TWO_SERVERS);
        failing.add("10.0.0.2");
        runSeconds(8);
        director.takeCommands();

        agent.configure(
            TestConfigurations.build(service("wrr", server(1, "7"), server(2, "1"), server(3, "1"))), nowNs);

        assertEquals(List.of("set " + VS + " wrr", "set " + VS + " 10.0.0.1 7", "set " + VS + " 10.0.0.3 1"),
            director.takeCommands());
        failing.clear();
        runSeconds(4);
        assertEquals(List.of("set " + VS + " 10.0.0.2 1"), director.takeCommands());
    }

    @Test
    void shouldKeepDeadServerOutWhenReloadChangesItsCheck()
    {
        configure(TWO_SERVERS);
        failing.add("10.0.0.2");
        runSeconds(8);
        director.takeCommands();

        agent.configure(TestConfigurations.build(TWO_SERVERS.replace("delay_loop 2", "delay_loop 1")), nowNs);

        runSeconds(4);
        assertEquals(List.of(), director.takeCommands());
        failing.clear();
        runSeconds(3);
        assertEquals(List.of("set " + VS + " 10.0.0.2 1"), director.takeCommands());
    }

    @Test
    void shouldRemoveServiceThatReloadDrops()
    {
        configure(TWO_SERVERS + TWO_SERVERS.replace("10.0.0.100", "10.0.0.200"));
        director.takeCommands();

        agent.configure(TestConfigurations.build(TWO_SERVERS), nowNs);

        assertEquals(List.of("delete [10.0.0.200]:tcp:80"), director.takeCommands());
        checked.clear();
        runSeconds(3);
        assertTrue(checked.size() <= 4, checked::toString);
    }

    @Test
    void shouldNameLineOfWhatDirectorRefusesAndGoOn()
    {
        director.isUnsupported = (command) -> command instanceof SetDestination set &&
            ForwardingCode.MASQUERADE == set.spec().forwardingCode();
        configure(service("rr", server(1, "1"), server(2, "1\n lvs_method NAT")) +
            TWO_SERVERS.replace("10.0.0.100", "10.0.0.200"));
        runSeconds(3);

        assertEquals(6, director.takeCommands().size());
        assertTrue(log.contains("test.conf:15: error: the director refuses real server [10.0.0.2]:tcp:80 of service " +
            VS + ": UNSUPPORTED, not offered; the others go on"), log::toString);
        assertEquals(1, readyCount);
    }

    @Test
    void shouldRemoveServicesAtStopUnlessTold()
    {
        configure(TWO_SERVERS);
        director.takeCommands();

        agent.stop(true);

        assertEquals(List.of("delete " + VS), director.takeCommands());
        assertTrue(log.contains("Shutting down service [10.0.0.1]:tcp:80 from VS " + VS), log::toString);
        assertEquals("Stopped", log.get(log.size() - 1));
    }

    @Test
    void shouldLeaveServicesAtStopIfTold()
    {
        configure(TWO_SERVERS);
        director.takeCommands();

        agent.stop(false);

        assertEquals(List.of(), director.takeCommands());
    }

    @Test
    void shouldNotAddAlphaServersBeforeFirstSuccess()
    {
        failing.add("10.0.0.1");
        configure(TWO_SERVERS.replace("lb_kind DR\n", "lb_kind DR\n alpha\n"));
        assertEquals(List.of("set " + VS + " rr"), director.takeCommands());

        runSeconds(3);

        assertEquals(List.of("set " + VS + " 10.0.0.2 1"), director.takeCommands());
    }

    private void configure(final String text)
    {
        agent.configure(TestConfigurations.build(text), nowNs);
        agent.doWork(nowNs);
    }

    private void runSeconds(final int seconds)
    {
        final long endNs = nowNs + TimeUnit.SECONDS.toNanos(seconds);
        while (nowNs < endNs)
        {
            nowNs += Math.max(1_000_000, agent.doWork(nowNs));
        }
    }

    private CheckResult result(final CheckSettings settings)
    {
        final String address = settings.connect().target().getAddress().getHostAddress();
        checked.add(address);

        return failing.contains(address) ?
            CheckResult.failure("Error connecting", "Connection refused") : CheckResult.SUCCESS;
    }

    private static String service(final String scheduler, final String... servers)
    {
        return "virtual_server 10.0.0.100 80 {\n delay_loop 2\n lb_algo " + scheduler +
            "\n lb_kind DR\n protocol TCP\n" + String.join("", servers) + "}\n";
    }

    private static String server(final int number, final String weight)
    {
        return " real_server 10.0.0." + number + " 80 {\n weight " + weight + "\n notify_up /up\n notify_down /down\n" +
            " TCP_CHECK {\n retry 1\n delay_before_retry 1\n }\n }\n";
    }
}
