/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.util.List;

/**
 * The checks, in the order in which their findings are shown.
 */
public final class DoctorChecks
{
    private static final List<DoctorCheck> DIRECTOR = List.of(
        new DirectorRunsCheck(),
        new VirtualAddressCheck(),
        new AddressResolutionCheck(),
        new VirtualRouterCheck(),
        new ServerReachCheck(),
        new TunnelMtuCheck(),
        new DirectorSettingsCheck(),
        new KernelServicesCheck(),
        new OffloadCheck(),
        new XdpCheck());

    private DoctorChecks()
    {
    }

    /**
     * Checks of a director.
     *
     * @return in order.
     */
    public static List<DoctorCheck> director()
    {
        return DIRECTOR;
    }

    /**
     * Checks of a real server.
     *
     * @param isTunnel it is reached by tunnels.
     * @return in order.
     */
    public static List<DoctorCheck> realServer(final boolean isTunnel)
    {
        return List.of(new RealServerAddressCheck(isTunnel), new RealServerSettingsCheck(isTunnel));
    }
}
