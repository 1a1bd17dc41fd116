/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.util.List;

/**
 * Does the kernel's own IPVS have the same services? Both would take the packets that jlvs leaves to the kernel's
 * stack, and after a stop of the director clients would be balanced by forgotten tables.
 */
final class KernelServicesCheck implements DoctorCheck
{
    @Override
    public String name()
    {
        return "ip_vs";
    }

    @Override
    public String subject()
    {
        return "the kernel's own IPVS";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        return facts.services().stream()
            .map((service) -> KernelServices.text(service.key()))
            .filter(facts.host().kernelServices()::contains)
            .map((service) -> Finding.error(
                name(), service, "the kernel's own IPVS has this service too (/proc/net/ip_vs)",
                "remove it there with the ipvsadm of the distribution: 'ipvsadm -C' removes all of the kernel's"))
            .toList();
    }
}
