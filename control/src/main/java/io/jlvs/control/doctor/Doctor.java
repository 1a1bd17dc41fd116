/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;


import io.jlvs.dataplane.text.InetText;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gathers facts and has the checks judge them. Sends nothing but ARP requests and neighbour solicitations for the
 * virtual addresses. One thread.
 */
public final class Doctor
{
    private final Path directory;
    private final Duration listening;

    /**
     * A doctor of this host.
     *
     * @param directory of the director.
     * @param listening how long to listen on the wire.
     */
    public Doctor(final Path directory, final Duration listening)
    {
        this.directory = directory;
        this.listening = listening;
    }

    /**
     * What was looked at and what was found.
     *
     * @param facts    that were judged.
     * @param checks   that judged.
     * @param findings in the order of the checks.
     */
    public record Report(Facts facts, List<DoctorCheck> checks, List<Finding> findings)
    {
        /**
         * Whether something is wrong.
         *
         * @return false if there are notes only.
         */
        public boolean hasFaults()
        {
            return findings.stream().anyMatch(Finding::isFault);
        }

        /**
         * The virtual addresses that were looked at.
         *
         * @return as people write them.
         */
        public List<String> addresses()
        {
            return facts.addresses().stream().map(InetText::of).toList();
        }
    }

    /**
     * What the running director serves.
     *
     * @return empty if none runs or answers.
     */
    public ExaminedConfiguration services()
    {
        return DirectorGatherer.services(directory);
    }

    /**
     * Examine this host as a director.
     *
     * @param examined services, routers and addresses.
     * @return report.
     */
    public Report examineDirector(final ExaminedConfiguration examined)
    {
        final Host host = HostGatherer.gather(destinations(examined));
        final WireFacts wire = new WireGatherer(host, examined).gather(listening);
        // Read again: questions of the director's own were answered, or not, meanwhile.
        return judge(examined, HostGatherer.gather(destinations(examined)), wire, DoctorChecks.director());
    }

    /**
     * Examine this host as a real server.
     *
     * @param examined its virtual addresses.
     * @param isTunnel it is reached by tunnels.
     * @return report.
     */
    public Report examineRealServer(final ExaminedConfiguration examined, final boolean isTunnel)
    {
        return judge(
            examined,
            HostGatherer.gather(examined.addresses()),
            WireFacts.NONE,
            DoctorChecks.realServer(isTunnel));
    }

    private Report judge(
        final ExaminedConfiguration examined, final Host host, final WireFacts wire, final List<DoctorCheck> checks)
    {
        final Facts facts = new Facts(
            List.copyOf(examined.addresses()),
            examined.services(),
            examined.routers(),
            host,
            DirectorGatherer.facts(directory),
            wire);
        return new Report(
            facts, checks, checks.stream().flatMap((check) -> check.judge(facts).stream()).toList());
    }

    private static Set<InetAddress> destinations(final ExaminedConfiguration examined)
    {
        final Set<InetAddress> destinations = new LinkedHashSet<>(examined.addresses());
        examined.services().forEach((service) ->
            service.servers().forEach((server) -> destinations.add(server.address())));
        return destinations;
    }
}
