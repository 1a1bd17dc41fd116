/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.doctor.Doctor;
import io.jlvs.control.doctor.ExaminedConfiguration;
import io.jlvs.dataplane.linux.NativeException;
import io.jlvs.dataplane.linux.Privileges;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code jlvs doctor}: finds out why a director, or a real server, does not work, and says what to do.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
        "Find out why a director or a real server does not work.",
        "Asks who has the virtual addresses (ARP, neighbour solicitations), sends nothing else and changes nothing."},
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:all is well", "1:something is wrong", "2:cannot look"})
public final class DoctorCommand implements Callable<Integer>
{
    private static final double MAXIMUM_SECONDS = 300;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** pcap4j tells much about itself and of each damaged frame; the reference keeps the level set. */
    private static final Logger PCAP4J = Logger.getLogger("org.pcap4j");

    @Spec
    private CommandSpec spec;

    @Mixin
    private DirectoryOption directory;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "keepalived.conf whose services, virtual addresses and VRRP instances are looked at too.")
    private Path configuration;

    @Option(
        names = "--vip",
        paramLabel = "VIP",
        split = ",",
        converter = AddressConverter.class,
        description = "Look at these virtual addresses only (default: those of the director and of --config).")
    private List<InetAddress> addresses;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        defaultValue = "4",
        description = "How long to listen; more than three times the interval of VRRP adverts " +
        "(default: ${DEFAULT-VALUE}).")
    private double timeoutSeconds;

    @Option(names = "--realserver", description = "This host is a real server of --vip, not a director.")
    private boolean isRealServer;

    @Option(names = "--tun", description = "With --realserver: it is reached by tunnels.")
    private boolean isTunnel;

    @Option(names = "--json", description = "Print JSON.")
    private boolean isJson;

    /**
     * Look and report.
     *
     * @return 0 if all is well, 1 if something is wrong, 2 if this cannot look.
     */
    @Override
    public Integer call()
    {
        PCAP4J.setLevel(Level.OFF);
        if (!(timeoutSeconds > 0 && timeoutSeconds <= MAXIMUM_SECONDS))
        {
            throw new ParameterException(
                spec.commandLine(), "--timeout " + timeoutSeconds + " is not above 0 and up to " + MAXIMUM_SECONDS);
        }
        try
        {
            final Doctor doctor = new Doctor(
                directory.path(), Duration.ofNanos((long)(timeoutSeconds * NS_PER_SECOND)));
            final ExaminedConfiguration examined = examined(doctor);
            if (examined.addresses().isEmpty())
            {
                return cannotLook("no virtual address is known: " + (isRealServer ? "name those of this server" :
                    "no director with services runs in " + directory.path() + "; name addresses") + " with --vip" +
                    (isRealServer ? "" : ", or a configuration with --config"));
            }
            if (!isRealServer)
            {
                Privileges.ofThisProcess().requireRawNetworkAccess();
            }
            final Doctor.Report report = isRealServer ?
                doctor.examineRealServer(examined, isTunnel) : doctor.examineDirector(examined);
            final PrintWriter out = spec.commandLine().getOut();
            out.print(isJson ? DoctorReportFormatter.json(report) : DoctorReportFormatter.text(report));
            out.flush();

            return report.hasFaults() ? ExitCode.SOFTWARE : ExitCode.OK;
        }
        catch (final IOException | NativeException | IllegalStateException ex)
        {
            return cannotLook(ex.getMessage());
        }
    }

    private ExaminedConfiguration examined(final Doctor doctor) throws IOException
    {
        final ExaminedConfiguration configured = null == configuration ? ExaminedConfiguration.NONE :
            ExaminedFile.of(new ConfigurationReader().read(configuration).configuration());
        final ExaminedConfiguration all = isRealServer ? configured : doctor.services().and(configured);

        return null == addresses ? all : all.only(new LinkedHashSet<>(addresses));
    }

    private int cannotLook(final String reason)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("jlvs doctor: " + reason);
        err.flush();

        return ExitCode.USAGE;
    }
}
