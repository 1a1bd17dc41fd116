/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.check.CheckStateMachine;
import io.jlvs.control.model.CheckSettings;
import io.jlvs.dataplane.cnc.DestinationKey;
import io.jlvs.dataplane.cnc.ServiceKey;

/**
 * One check that goes on for as long as the configuration has it. Owned by the agent's thread.
 */
final class CheckTask
{
    final ServiceKey service;
    final DestinationKey destination;
    final CheckSettings settings;
    final CheckStateMachine machine;
    long dueNs;
    boolean isRunning;
    boolean isCancelled;

    CheckTask(
        final ServiceKey service,
        final DestinationKey destination,
        final CheckSettings settings,
        final CheckStateMachine machine)
    {
        this.service = service;
        this.destination = destination;
        this.settings = settings;
        this.machine = machine;
    }

    boolean matches(final ServiceKey otherService, final DestinationKey other, final CheckSettings otherSettings)
    {
        return service.equals(otherService) && destination.equals(other) && settings.equals(otherSettings);
    }
}
