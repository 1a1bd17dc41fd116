/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.CounterRow;

import java.util.ArrayList;
import java.util.List;

/**
 * By which way do known flows go: XDP in the driver, generic XDP, or AF_PACKET alone? The director says it in the
 * labels of counters such as {@code xdp-on-eth0: generic (reason)}.
 */
final class XdpCheck implements DoctorCheck
{
    private static final String PREFIX = "xdp-on-";
    private static final String GENERIC = "generic";
    private static final String NONE = "none";

    @Override
    public String name()
    {
        return "xdp";
    }

    @Override
    public String subject()
    {
        return "XDP mode";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final List<Finding> findings = new ArrayList<>();
        for (final CounterRow counter : facts.director().counters())
        {
            final int separator = counter.label().indexOf(": ");
            if (counter.label().startsWith(PREFIX) && separator > 0)
            {
                final String interfaceName = counter.label().substring(PREFIX.length(), separator);
                final String mode = counter.label().substring(separator + 2);
                if (mode.startsWith(NONE))
                {
                    findings.add(Finding.warning(
                        name(), interfaceName, "XDP was wanted and refused, all packets take the slow way: " + mode,
                        "the reason names what the kernel or driver lacks; 'jlvs director --io af_packet' does " +
                        "without XDP on purpose"));
                }
                else if (mode.startsWith(GENERIC))
                {
                    findings.add(Finding.note(
                        name(), interfaceName, "known flows go by generic XDP, not by XDP in the driver: " + mode));
                }
            }
        }

        return findings;
    }
}
