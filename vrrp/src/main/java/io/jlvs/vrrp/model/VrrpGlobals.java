/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What holds for the whole VRRP process.
 *
 * @param fifos                    notify FIFOs ({@code notify_fifo}, {@code vrrp_notify_fifo}) with their scripts.
 * @param isWritingStatesOnReload  {@code fifo_write_vrrp_states_on_reload}.
 * @param niceness                 {@code vrrp_priority}, if given.
 * @param realTimePriority         {@code vrrp_rt_priority}, if given.
 * @param staticAddresses          {@code static_ipaddress}.
 * @param staticRoutes             {@code static_routes}.
 * @param staticRules              {@code static_rules}.
 * @param defaultInterface         for static addresses without a device.
 * @param isLoggingUnknownRouters  {@code log_unknown_vrids}.
 * @param isDynamicInterfaces      {@code dynamic_interfaces}: interfaces may be missing at start.
 * @param isScriptSecurity         {@code enable_script_security}: root runs no script that others may change.
 * @param linkDelays               {@code interface_up_down_delays} by name of the interface.
 */
public record VrrpGlobals(
    List<Fifo> fifos,
    boolean isWritingStatesOnReload,
    OptionalInt niceness,
    OptionalInt realTimePriority,
    List<VirtualAddress> staticAddresses,
    List<VirtualRoute> staticRoutes,
    List<VirtualRule> staticRules,
    String defaultInterface,
    boolean isLoggingUnknownRouters,
    boolean isDynamicInterfaces,
    boolean isScriptSecurity,
    Map<String, LinkDelay> linkDelays)
{
    /** What holds without a {@code global_defs} block. */
    public static final VrrpGlobals DEFAULT = new VrrpGlobals(
        List.of(), false, OptionalInt.empty(), OptionalInt.empty(), List.of(), List.of(), List.of(), "eth0", false,
        false, false, Map.of());

    /**
     * A FIFO that events are written to.
     *
     * @param path   of the FIFO; made when it does not exist.
     * @param user   that owns it, if given.
     * @param group  that owns it, if given.
     * @param script that reads it, if given; the path is added as its last argument.
     */
    public record Fifo(String path, Optional<String> user, Optional<String> group, Optional<ScriptCommand> script)
    {
    }

    /**
     * How long a change of a link has to last until it counts.
     *
     * @param downNs for a link that went down.
     * @param upNs   for a link that came up.
     */
    public record LinkDelay(long downNs, long upNs)
    {
    }
}
