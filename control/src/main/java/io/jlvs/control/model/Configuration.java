/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostic;
import io.jlvs.control.conf.Severity;
import io.jlvs.vrrp.model.VrrpConfiguration;

import java.util.List;

/**
 * A whole configuration.
 *
 * @param globalDefs     settings of the process.
 * @param vrrp           instances, groups and what they track.
 * @param virtualServers in file order, each address once.
 * @param nodes          the tree, for what has no record yet.
 * @param diagnostics    of reading and building.
 */
public record Configuration(
    GlobalDefs globalDefs,
    VrrpConfiguration vrrp,
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
        return diagnostics.stream().anyMatch((diagnostic) ->
            Severity.FATAL == diagnostic.severity() || Severity.ERROR == diagnostic.severity());
    }

    /**
     * Whether anything is wrong with the file, or looks wrong.
     *
     * @return true if a diagnostic is more than a note.
     */
    public boolean hasFindings()
    {
        return diagnostics.stream().anyMatch((diagnostic) -> Severity.NOTE != diagnostic.severity());
    }

    /**
     * For a process that leaves the services to another one.
     *
     * @return the same without virtual servers.
     */
    public Configuration withoutVirtualServers()
    {
        return new Configuration(globalDefs, vrrp, List.of(), nodes, diagnostics);
    }
}
