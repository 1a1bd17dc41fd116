/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.check.CheckResult;
import io.jlvs.control.check.CheckStateMachine;
import io.jlvs.control.check.CheckStep;
import io.jlvs.control.check.HealthChange;
import io.jlvs.control.check.ServiceHealth;
import io.jlvs.control.diff.ConfigDiff;
import io.jlvs.control.diff.DesiredService;
import io.jlvs.control.diff.DesiredState;
import io.jlvs.control.diff.DirectorCommand;
import io.jlvs.control.diff.DirectorCommand.DeleteDestination;
import io.jlvs.control.diff.DirectorCommand.DeleteService;
import io.jlvs.control.diff.DirectorState;
import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.Configuration;
import io.jlvs.control.model.Labels;
import io.jlvs.control.model.RealServer;
import io.jlvs.control.model.VirtualServer;
import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ResponseCode;
import io.jlvs.dataplane.cnc.ServiceKey;
import io.jlvs.vrrp.model.ScriptCommand;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The control process without its shell: runs the checks when they are due, keeps what is desired, and sends the
 * director the difference from what it has. All methods on one thread; {@link #doWork(long)} is its duty cycle.
 */
final class KeepalivedAgent
{
    private static final long DIRECTOR_POLL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long KEEPALIVE_NS = TimeUnit.SECONDS.toNanos(1);

    private final DirectorLink link;
    private final CheckRunner runner;
    private final Consumer<ScriptCommand> scripts;
    private final Consumer<String> log;
    private final Runnable onReady;
    private final Random random;

    private final Map<ServiceKey, ServiceHealth> services = new LinkedHashMap<>();
    private final DirectorState director = new DirectorState();
    private final Set<ServiceKey> ours = new HashSet<>();
    private final Set<DirectorCommand> refused = new HashSet<>();
    private List<CheckTask> tasks = new ArrayList<>();
    private boolean isConnected;
    private boolean isReady;
    private String loggedReason = "";
    private long instanceId;
    private long nextPollNs;
    private long nextKeepaliveNs;
    private long nowNs;

    KeepalivedAgent(
        final DirectorLink link,
        final CheckRunner runner,
        final Consumer<ScriptCommand> scripts,
        final Consumer<String> log,
        final Runnable onReady,
        final Random random)
    {
        this.link = link;
        this.runner = runner;
        this.scripts = scripts;
        this.log = log;
        this.onReady = onReady;
        this.random = random;
    }

    /**
     * Take a configuration: the first one, or another one in its place. Checks that did not change go on undisturbed.
     *
     * @param configuration to run.
     * @param timeNs        now.
     */
    void configure(final Configuration configuration, final long timeNs)
    {
        nowNs = timeNs;
        final Map<ServiceKey, ServiceHealth> previous = new LinkedHashMap<>(services);
        final List<CheckTask> previousTasks = tasks;
        services.clear();
        tasks = new ArrayList<>();
        for (final VirtualServer server : configuration.virtualServers())
        {
            add(server, Optional.ofNullable(previous.get(server.key())), previousTasks);
        }
        previousTasks.stream().filter((task) -> !tasks.contains(task)).forEach((task) -> task.isCancelled = true);
        ours.addAll(services.keySet());
        refused.clear();
        services.values().forEach((health) -> perform(health.start()));
        if (isConnected)
        {
            push();
        }
    }

    private void add(
        final VirtualServer server, final Optional<ServiceHealth> previous, final List<CheckTask> previousTasks)
    {
        final Set<DestinationKey> down = new HashSet<>();
        for (final RealServer realServer : server.realServers())
        {
            final boolean wasDown = previous.filter((health) -> health.contains(realServer.key()) &&
                !health.isAlive(realServer.key())).isPresent();
            for (final CheckSettings settings : realServer.checks())
            {
                final CheckTask task = previousTasks.stream()
                    .filter((found) -> found.matches(server.key(), realServer.key(), settings))
                    .findFirst()
                    .orElseGet(() -> task(server, realServer, settings, previous, wasDown));
                tasks.add(task);
                if (!task.machine.isUp())
                {
                    down.add(realServer.key());
                }
            }
        }

        services.put(server.key(), previous.isPresent() ?
            new ServiceHealth(server, (realServer) -> !down.contains(realServer.key()), previous.get()) :
            new ServiceHealth(server, (realServer) -> !down.contains(realServer.key())));
    }

    private CheckTask task(
        final VirtualServer server,
        final RealServer realServer,
        final CheckSettings settings,
        final Optional<ServiceHealth> previous,
        final boolean wasDown)
    {
        final boolean isKnownAlive = previous.filter((health) -> health.isAlive(realServer.key())).isPresent();
        final boolean isUp = !wasDown && (isKnownAlive || !settings.isAlpha());
        final InetSocketAddress target = settings.connect().target();
        final String label = Labels.endpoint(target.getAddress(), server.key().protocol(), target.getPort());
        final CheckTask task = new CheckTask(
            server.key(), realServer.key(), settings, CheckStateMachine.create(settings, label, isUp));
        task.dueNs = nowNs + (long)(settings.timing().warmupNs() * random.nextDouble());
        log.accept("Activating healthchecker for service " +
            Labels.destination(server.key(), realServer.key()) + " for VS " + server.label());

        return task;
    }

    /**
     * Do what is due.
     *
     * @param timeNs now, by the clock of System.nanoTime.
     * @return nanoseconds until something is due again.
     */
    long doWork(final long timeNs)
    {
        nowNs = timeNs;
        if (nextPollNs - timeNs <= 0)
        {
            nextPollNs = timeNs + DIRECTOR_POLL_NS;
            pollDirector();
        }

        long waitNs = nextPollNs - timeNs;
        for (final CheckTask task : tasks)
        {
            if (!task.isRunning && task.dueNs - timeNs <= 0)
            {
                task.isRunning = true;
                runner.run(task.settings, task.machine.urlIndex(), (result) -> onResult(task, result));
            }
            if (!task.isRunning)
            {
                waitNs = Math.min(waitNs, task.dueNs - timeNs);
            }
        }

        return Math.max(0, waitNs);
    }

    /**
     * The time has gone on.
     *
     * @param timeNs now.
     */
    void advance(final long timeNs)
    {
        nowNs = timeNs;
    }

    private void onResult(final CheckTask task, final CheckResult result)
    {
        task.isRunning = false;
        if (task.isCancelled)
        {
            return;
        }

        final CheckStep step = task.machine.onResult(result);
        task.dueNs = nowNs + step.delayNs();
        step.log().forEach(log);
        if (step.transition() != CheckStep.Transition.NONE)
        {
            final ServiceHealth health = services.get(task.service);
            final boolean isAlive = tasks.stream()
                .filter((other) -> other.service.equals(task.service) && other.destination.equals(task.destination))
                .allMatch((other) -> other.machine.isUp());
            health.server().realServers().stream()
                .filter((realServer) -> realServer.key().equals(task.destination))
                .findFirst()
                .ifPresent((realServer) -> perform(health.onServer(realServer, isAlive)));
            if (isConnected)
            {
                push();
            }
        }
    }

    private void perform(final HealthChange change)
    {
        change.log().forEach(log);
        change.scripts().forEach(scripts);
    }

    private void pollDirector()
    {
        try
        {
            if (!link.isAlive())
            {
                onLost(link.reason());
                return;
            }
            if (!isConnected || link.instanceId() != instanceId)
            {
                synchronize();
            }
            if (nextKeepaliveNs - nowNs <= 0)
            {
                nextKeepaliveNs = nowNs + KEEPALIVE_NS;
                link.keepalive();
            }
        }
        catch (final DirectorUnavailableException ex)
        {
            onLost(ex.getMessage());
        }
    }

    private void onLost(final String reason)
    {
        isConnected = false;
        if (!services.isEmpty() && !loggedReason.equals(reason))
        {
            loggedReason = reason;
            log.accept("No director: " + reason + ". Checks go on; the whole configuration is sent when it is there");
        }
    }

    private void synchronize()
    {
        instanceId = link.instanceId();
        director.reset(link.services(), ours);
        refused.clear();
        isConnected = true;
        loggedReason = "";
        push();
        if (isConnected && !isReady)
        {
            isReady = true;
            onReady.run();
        }
    }

    private DesiredState desired()
    {
        final Map<ServiceKey, DesiredService> desired = new LinkedHashMap<>();
        services.forEach((key, health) -> desired.put(key, health.desired()));

        return new DesiredState(desired);
    }

    private void push()
    {
        try
        {
            send(ConfigDiff.between(director.snapshot(), desired()));
        }
        catch (final DirectorUnavailableException ex)
        {
            onLost(ex.getMessage());
        }
    }

    private void send(final List<DirectorCommand> commands)
    {
        final Set<ServiceKey> failed = new HashSet<>();
        for (final DirectorCommand command : commands)
        {
            if (refused.contains(command))
            {
                if (command instanceof DirectorCommand.SetService)
                {
                    failed.add(command.service());
                }
            }
            else if (!failed.contains(command.service()))
            {
                final CommandResponse response = link.send(command);
                if (response.isOk() || isAlreadyGone(command, response.code()))
                {
                    director.apply(command);
                }
                else if (ResponseCode.NO_SUCH_SERVICE == response.code())
                {
                    log.accept("Service " + Labels.service(command.service()) +
                        " was removed from the director by someone else; it is set again");
                    isConnected = false;
                    nextPollNs = nowNs;
                    return;
                }
                else
                {
                    onRefused(command, response);
                    failed.add(command.service());
                }
            }
        }
    }

    private static boolean isAlreadyGone(final DirectorCommand command, final ResponseCode code)
    {
        return command instanceof DeleteService && ResponseCode.NO_SUCH_SERVICE == code ||
            command instanceof DeleteDestination &&
            (ResponseCode.NO_SUCH_DESTINATION == code || ResponseCode.NO_SUCH_SERVICE == code);
    }

    private void onRefused(final DirectorCommand command, final CommandResponse response)
    {
        refused.add(command);
        final String where = Optional.ofNullable(services.get(command.service()))
            .map((health) -> place(health.server(), command) + ": ").orElse("");
        final String what = command instanceof DirectorCommand.SetDestination set ?
            "real server " + Labels.destination(set.service(), set.key()) + " of " : "";
        log.accept(where + "error: the director refuses " + what + "service " + Labels.service(command.service()) +
            ": " + response.code() + (response.text().isEmpty() ? "" : ", " + response.text()) +
            "; the others go on");
    }

    private static String place(final VirtualServer server, final DirectorCommand command)
    {
        if (command instanceof DirectorCommand.SetDestination set)
        {
            return server.realServers().stream()
                .filter((realServer) -> realServer.key().equals(set.key()))
                .map((realServer) -> realServer.position().toString())
                .findFirst()
                .orElse(server.position().toString());
        }

        return server.position().toString();
    }

    /**
     * End in order.
     *
     * @param isRemoving whether our services are removed from the director.
     */
    void stop(final boolean isRemoving)
    {
        log.accept("Stopping");
        tasks.forEach((task) -> task.isCancelled = true);
        services.values().forEach((health) -> perform(health.stop()));
        services.clear();
        tasks = new ArrayList<>();
        if (isConnected && isRemoving)
        {
            push();
        }
        if (!isConnected && isRemoving && !ours.isEmpty())
        {
            log.accept("The services could not be removed from the director; they stay until it or 'jlvs ipvsadm -C' " +
                "ends them");
        }
        log.accept("Stopped");
    }
}
