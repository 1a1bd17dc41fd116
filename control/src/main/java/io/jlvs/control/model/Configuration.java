/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostic;
import io.jlvs.control.conf.Severity;

import java.util.List;

/**
 * A whole configuration.
 *
 * @param globalDefs     settings of the process.
 * @param vrrpScripts    in file order.
 * @param vrrpInstances  in file order.
 * @param virtualServers in file order, each address once.
 * @param nodes          the tree, for what has no record yet.
 * @param diagnostics    of reading and building.
 */
public record Configuration(
    GlobalDefs globalDefs,
    List<VrrpScript> vrrpScripts,
    List<VrrpInstance> vrrpInstances,
    List<VirtualServer> virtualServers,
    List<ConfigNode> nodes,
    List<Diagnostic> diagnostics)
{
    /**
     * Whether something may be run from it.
     *
     * @return false if a diagnostic is fatal.
     */
    public boolean isUsable()
    {
        return diagnostics.stream().noneMatch((diagnostic) -> Severity.FATAL == diagnostic.severity());
    }

    /**
     * Whether a line or block had to be left out or replaced by a default.
     *
     * @return true if a diagnostic is an error.
     */
    public boolean hasErrors()
    {
        return diagnostics.stream().anyMatch((diagnostic) -> Severity.WARNING != diagnostic.severity());
    }

    /**
     * For a process that leaves the services to another one.
     *
     * @return the same without virtual servers.
     */
    public Configuration withoutVirtualServers()
    {
        return new Configuration(globalDefs, vrrpScripts, vrrpInstances, List.of(), nodes, diagnostics);
    }
}
