/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * {@code jlvs keepalived}: reads a keepalived.conf, checks the real servers, and keeps the director at what both say,
 * in the foreground until SIGTERM or SIGINT; SIGHUP reads the file again.
 */
@Command(
    name = "keepalived",
    description = "Run a keepalived.conf: check real servers and drive the director.",
    footer = {
        "",
        "Exit status: 0 stopped or tested good; 1 wrong usage; 2 the file cannot be read;",
        "3 the file cannot be run; 5 with --config-test, something was reported."},
    exitCodeOnInvalidInput = 1,
    sortOptions = false)
public final class KeepalivedCommand implements Callable<Integer>
{
    private static final int EXIT_OK = 0;
    private static final int EXIT_UNREADABLE = 2;
    private static final int EXIT_UNUSABLE = 3;
    private static final int EXIT_REPORTED = 5;
    private static final String DEFAULT_FILE = "/etc/keepalived/keepalived.conf";
    private static final String DEFAULT_DIRECTORY = "/dev/shm/jlvs";

    @Option(names = {"-f", "--use-file"}, paramLabel = "FILE", defaultValue = DEFAULT_FILE,
        description = "Configuration file (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Option(names = "--dir", paramLabel = "DIR",
        description = "Directory of the director (default: JLVS_DIR, else " + DEFAULT_DIRECTORY + ").")
    private Path directory;

    @Option(names = {"-t", "--config-test"},
        description = "Only test the file: exit status 0 if there is nothing to report, else 5.")
    private boolean isTest;

    @Option(names = "--strict", description = "Do not start if anything in the file is wrong.")
    private boolean isStrict;

    @Option(names = {"-n", "--dont-fork"}, description = "Accepted: it always stays in the foreground.")
    private boolean isForeground;

    @Option(names = {"-l", "--log-console"}, description = "Accepted: it always logs on standard error.")
    private boolean isLoggingToConsole;

    @Option(names = {"-D", "--log-detail"}, description = "Accepted: it always logs in detail.")
    private boolean isDetailed;

    @Option(names = {"-S", "--log-facility"}, paramLabel = "N", description = "Accepted: there is no syslog.")
    private String facility;

    @Option(names = {"-G", "--no-syslog"}, description = "Accepted: there is no syslog.")
    private boolean isWithoutSyslog;

    @Option(names = {"-R", "--dont-respawn"}, description = "Accepted: there are no child processes.")
    private boolean isWithoutRespawn;

    @Option(names = {"-P", "--vrrp"}, description = "Only VRRP: no checks and no services.")
    private boolean isVrrpOnly;

    @Option(names = {"-C", "--check"}, description = "Only checks and services: no VRRP.")
    private boolean isCheckOnly;

    @Option(names = {"-I", "--dont-release-ipvs"}, description = "Leave the services in the director at the end.")
    private boolean isLeavingServices;

    @Option(names = {"-V", "--dont-release-vrrp"}, description = "Leave the virtual addresses at the end.")
    private boolean isLeavingAddresses;

    @Option(names = {"-p", "--pid", "-r", "--vrrp_pid", "-c", "--checkers_pid", "-b", "--bfd_pid"}, paramLabel = "FILE",
        description = "Accepted: no process id files are written.")
    private List<String> processIdFiles;

    @Option(names = {"-d", "--dump-conf"}, description = "Log the services as they were understood.")
    private boolean isDump;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean isHelp;

    private final PrintStream out;
    private final PrintStream err;
    private final ConfigurationReader reader = new ConfigurationReader();

    /**
     * For the command line.
     */
    public KeepalivedCommand()
    {
        this(System.out, System.err);
    }

    KeepalivedCommand(final PrintStream out, final PrintStream err)
    {
        this.out = out;
        this.err = err;
    }

    /**
     * Run until told to stop.
     *
     * @return exit status as in the usage text.
     */
    @Override
    public Integer call()
    {
        final ConfigurationReader.Result read;
        try
        {
            read = reader.read(file);
        }
        catch (final IOException ex)
        {
            err.println("jlvs keepalived: " + ex.getMessage());
            return EXIT_UNREADABLE;
        }

        if (isTest)
        {
            ControlProcess.report(read, isDump, (text) -> err.println(text));
            return read.configuration().hasFindings() ? EXIT_REPORTED : EXIT_OK;
        }

        final Consumer<String> log = new ConsoleLog(err);
        ControlProcess.report(read, isDump, log);
        if (!read.configuration().isUsable() || isStrict && read.configuration().hasErrors())
        {
            err.println("jlvs keepalived: not started because of the errors above; correct " + file +
                (read.configuration().isUsable() ? " or leave --strict out" : ""));
            return EXIT_UNUSABLE;
        }

        new ControlProcess(options(), log, this::onReady).run(read.configuration());

        return EXIT_OK;
    }

    private ControlProcess.Options options()
    {
        return new ControlProcess.Options(
            file, directory(), isStrict, !isVrrpOnly, !isCheckOnly, isLeavingServices, isLeavingAddresses, isDump);
    }

    private void onReady()
    {
        out.println("jlvs keepalived ready");
        out.flush();
    }

    private Path directory()
    {
        return Optional.ofNullable(directory)
            .or(() -> Optional.ofNullable(System.getenv("JLVS_DIR")).filter((name) -> !name.isEmpty()).map(Path::of))
            .orElse(Path.of(DEFAULT_DIRECTORY));
    }
}
