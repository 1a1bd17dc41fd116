/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.check.CheckResult;
import io.jlvs.control.check.Checker;
import io.jlvs.control.conf.Diagnostic;
import io.jlvs.control.model.CheckSettings;
import io.jlvs.control.model.Configuration;
import io.jlvs.vrrp.agent.VrrpRunner;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.script.ScriptRunner;
import io.jlvs.vrrp.script.ScriptUsers;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The control process: {@link KeepalivedAgent} on the calling thread, checks on threads of their own, VRRP on its own,
 * and what signals ask for.
 */
final class ControlProcess
{
    private static final int CHECK_STACK_SIZE = 256 * 1024;
    /** Held, because the logging library forgets levels of loggers that nobody holds. */
    private static final Logger PCAP4J = Logger.getLogger("org.pcap4j");

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final ConfigurationReader reader = new ConfigurationReader();
    private final Options options;
    private final Consumer<String> log;
    private final Runnable onReady;
    private volatile boolean isStopped;

    /**
     * What the command line says.
     *
     * @param file              configuration.
     * @param directory         of the director.
     * @param isStrict          a configuration with errors is not run.
     * @param isRunningChecks   services and checks.
     * @param isRunningVrrp     virtual routers.
     * @param isLeavingServices services stay in the director at the end.
     * @param isLeavingAddresses virtual addresses stay at the end.
     * @param isDump            what was understood is logged.
     */
    record Options(
        Path file,
        Path directory,
        boolean isStrict,
        boolean isRunningChecks,
        boolean isRunningVrrp,
        boolean isLeavingServices,
        boolean isLeavingAddresses,
        boolean isDump)
    {
    }

    ControlProcess(final Options options, final Consumer<String> log, final Runnable onReady)
    {
        this.options = options;
        this.log = log;
        this.onReady = onReady;
    }

    /**
     * Run until {@link #stop}.
     *
     * @param configuration to begin with.
     */
    void run(final Configuration configuration)
    {
        Signals.onSignal("TERM", this::stop);
        Signals.onSignal("INT", this::stop);
        final ExecutorService executor = Executors.newCachedThreadPool(threads());
        final ScriptUsers users = new ScriptUsers();
        PCAP4J.setLevel(Level.WARNING);
        final VrrpConfiguration vrrp = virtualRouters(configuration);
        try (DirectorLink link = new CncDirectorLink(options.directory());
            ScriptRunner scripts = new ScriptRunner(
                log, configuration.vrrp().globals().isScriptSecurity(), Redirect.INHERIT, users);
            VrrpRunner routers = new VrrpRunner(options.directory(), scripts, users, vrrp, log))
        {
            final boolean isReadyAlone = services(configuration).virtualServers().isEmpty();
            final KeepalivedAgent agent = new KeepalivedAgent(
                link, runner(executor), scripts::run, log, isReadyAlone ? () -> { } : onReady, new Random());
            Signals.onSignal("HUP", () -> inbox.add(() -> reload(agent, routers)));
            Signals.onSignal("USR1", () -> inbox.add(() -> write("keepalived.data", routers.data())));
            Signals.onSignal("USR2", () -> inbox.add(() -> write("keepalived.stats", routers.statistics())));
            log.accept("Starting with configuration file " + options.file() + ", director in " +
                options.directory());
            agent.configure(services(configuration), System.nanoTime());
            routers.configure(vrrp, !isReadyAlone);
            if (isReadyAlone)
            {
                onReady.run();
            }
            loop(agent);
            routers.stop(options.isLeavingAddresses());
            agent.stop(!options.isLeavingServices());
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    /**
     * Ask it to stop; any thread.
     */
    void stop()
    {
        isStopped = true;
        inbox.add(() -> { });
    }

    private void loop(final KeepalivedAgent agent)
    {
        while (!isStopped)
        {
            final long waitNs = agent.doWork(System.nanoTime());
            try
            {
                for (Runnable next = inbox.poll(waitNs, TimeUnit.NANOSECONDS);
                    next != null && !isStopped;
                    next = inbox.poll())
                {
                    agent.advance(System.nanoTime());
                    next.run();
                }
            }
            catch (final InterruptedException ex)
            {
                isStopped = true;
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reload(final KeepalivedAgent agent, final VrrpRunner routers)
    {
        log.accept("Reloading " + options.file());
        try
        {
            final ConfigurationReader.Result read = reader.read(options.file());
            report(read, options.isDump(), log);
            if (!isRunnable(read.configuration()))
            {
                log.accept("Not reloaded because of the errors above; the configuration from before stays in force");
            }
            else
            {
                agent.configure(services(read.configuration()), System.nanoTime());
                routers.configure(
                    virtualRouters(read.configuration()),
                    !services(read.configuration()).virtualServers().isEmpty());
                log.accept("Reloaded");
            }
        }
        catch (final IOException ex)
        {
            log.accept("Not reloaded, the configuration from before stays in force: " + ex.getMessage());
        }
    }

    private boolean isRunnable(final Configuration configuration)
    {
        return configuration.isUsable() && !(options.isStrict() && configuration.hasErrors());
    }

    /**
     * Say what reading the file has found.
     *
     * @param read   file.
     * @param isDump whether what was understood is told, too.
     * @param log    that takes the lines.
     */
    static void report(final ConfigurationReader.Result read, final boolean isDump, final Consumer<String> log)
    {
        read.configuration().diagnostics().stream().map(Diagnostic::toString).forEach(log);
        read.notYet().map(Diagnostic::toString).ifPresent(log);
        if (isDump)
        {
            read.configuration().virtualServers().forEach((server) -> log.accept(server.toString()));
            read.configuration().vrrp().instances().forEach((instance) -> log.accept(instance.toString()));
        }
    }

    private Configuration services(final Configuration configuration)
    {
        return options.isRunningChecks() ? configuration : configuration.withoutVirtualServers();
    }

    private VrrpConfiguration virtualRouters(final Configuration configuration)
    {
        return options.isRunningVrrp() ? configuration.vrrp() : VrrpConfiguration.NONE;
    }

    private void write(final String name, final String text)
    {
        final Path file = options.directory().resolve(name);
        try
        {
            Files.createDirectories(options.directory());
            Files.writeString(file, text);
            log.accept("Written: " + file);
        }
        catch (final IOException ex)
        {
            log.accept("Not written: " + ex);
        }
    }

    private CheckRunner runner(final ExecutorService executor)
    {
        return (settings, urlIndex, onResult) -> executor.execute(() -> check(settings, urlIndex, onResult));
    }

    private void check(final CheckSettings settings, final int urlIndex, final Consumer<CheckResult> onResult)
    {
        final CheckResult result = Checker.NETWORK.check(settings, urlIndex);
        inbox.add(() -> onResult.accept(result));
    }

    private static ThreadFactory threads()
    {
        return (task) ->
        {
            final Thread thread = new Thread(null, task, "checker", CHECK_STACK_SIZE);
            thread.setDaemon(true);
            return thread;
        };
    }
}
