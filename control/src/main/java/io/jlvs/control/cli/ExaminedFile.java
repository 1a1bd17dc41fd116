/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.doctor.ConfiguredRouter;
import io.jlvs.control.doctor.ExaminedConfiguration;
import io.jlvs.control.doctor.ExaminedService;
import io.jlvs.control.model.Configuration;
import io.jlvs.control.model.VirtualServer;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.VirtualAddress;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.packet.AdvertFlyweight;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the doctor looks at when it is given a configuration file.
 */
final class ExaminedFile
{
    private static final long NS_PER_MS = 1_000_000;

    private ExaminedFile()
    {
    }

    static ExaminedConfiguration of(final Configuration configuration)
    {
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        configuration.virtualServers().stream()
            .filter((server) -> 0 == server.key().firewallMark())
            .forEach((server) -> addresses.add(server.key().address()));
        for (final VrrpInstance instance : configuration.vrrp().instances())
        {
            instance.addresses().addresses().forEach((address) -> addresses.add(address.address()));
            instance.addresses().excluded().forEach((address) -> addresses.add(address.address()));
        }

        return new ExaminedConfiguration(
            configuration.virtualServers().stream().map(ExaminedFile::service).toList(),
            configuration.vrrp().instances().stream().map(ExaminedFile::router).toList(),
            addresses);
    }

    private static ExaminedService service(final VirtualServer server)
    {
        return new ExaminedService(server.key(), server.realServers().stream()
            .map((real) -> new ExaminedService.Server(real.key().address(), real.forwarding().code()))
            .toList());
    }

    private static ConfiguredRouter router(final VrrpInstance instance)
    {
        return new ConfiguredRouter(
            instance.name(),
            instance.adverts().interfaceName(),
            instance.adverts().virtualRouterId(),
            instance.adverts().isIpv6(),
            instance.adverts().version().number(),
            instance.election().advertIntervalNs() / NS_PER_MS,
            authenticationType(instance.adverts().authentication()),
            instance.addresses().addresses().stream().map(VirtualAddress::address).collect(Collectors.toSet()));
    }

    private static int authenticationType(final Authentication authentication)
    {
        if (authentication instanceof Authentication.Password)
        {
            return AdvertFlyweight.AUTHENTICATION_PASSWORD;
        }

        return authentication instanceof Authentication.Header ?
            AdvertFlyweight.AUTHENTICATION_HEADER : AdvertFlyweight.AUTHENTICATION_NONE;
    }
}
