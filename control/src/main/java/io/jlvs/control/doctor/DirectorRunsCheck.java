/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import io.jlvs.dataplane.cnc.CounterRow;
import io.jlvs.dataplane.cnc.DirectorClient;
import io.jlvs.dataplane.cnc.WorkerCounterDescriptor;

import java.util.ArrayList;
import java.util.List;

/**
 * Does a director run here, is it alive, does it forward, and has it room for connections?
 */
final class DirectorRunsCheck implements DoctorCheck
{
    @Override
    public String name()
    {
        return "director";
    }

    @Override
    public String subject()
    {
        return "the director's process";
    }

    @Override
    public List<Finding> judge(final Facts facts)
    {
        final DirectorFacts director = facts.director();
        if (!director.isRunning())
        {
            return List.of(Finding.error(
                name(), director.directory(), director.problem(),
                "jlvs director --interface IF --dir " + director.directory()));
        }
        final List<Finding> findings = new ArrayList<>();
        if (director.heartbeatAgeMs() > DirectorClient.HEARTBEAT_TIMEOUT_MS)
        {
            findings.add(Finding.error(
                name(), director.directory(),
                "its last heartbeat is " + director.heartbeatAgeMs() + " ms old, at most " +
                DirectorClient.HEARTBEAT_TIMEOUT_MS + " ms are normal: it hangs, is stopped or starved of CPU",
                "look at 'jlvs stat --dir " + director.directory() + "' and at its process; if it was stopped: " +
                "kill -CONT PID"));
        }
        else if (!director.forwarding().isForwarding())
        {
            findings.add(Finding.error(
                name(), director.directory(), "it runs and does not forward: " + director.forwarding().text(),
                "look at 'jlvs stat --dir " + director.directory() + "' and at its log"));
        }
        final long fullCount = director.counters().stream()
            .filter((counter) -> counter.label().equals(WorkerCounterDescriptor.FLOW_TABLE_FULL.label()))
            .mapToLong(CounterRow::value).sum();
        if (fullCount > 0)
        {
            findings.add(Finding.warning(
                name(), director.directory(),
                fullCount + " connections found no room in the flow table since the director started",
                "start it with a larger table: 'jlvs director --help' names the option"));
        }
        director.recentErrors().forEach((error) -> findings.add(Finding.warning(
            name(), director.directory(), "it logged within the last ten minutes: " + error,
            "'jlvs stat --dir " + director.directory() + "' shows all errors")));

        return findings;
    }
}
