/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.diff.DirectorCommand;
import io.jlvs.dataplane.cnc.CommandResponse;
import io.jlvs.dataplane.cnc.DirectorUnavailableException;
import io.jlvs.dataplane.cnc.ServiceRow;

import java.util.List;

/**
 * What {@link KeepalivedAgent} needs of a director. Every method but {@link #isAlive()} throws
 * {@link DirectorUnavailableException} when there is none; every wait is bounded.
 */
interface DirectorLink extends AutoCloseable
{
    /**
     * Whether a director lives; finds a new one.
     *
     * @return true if one can be spoken to.
     */
    boolean isAlive();

    /**
     * Why there is none.
     *
     * @return in words for the operator; empty after it was alive.
     */
    String reason();

    /**
     * Tells one run of the director from the next.
     *
     * @return id of the run.
     */
    long instanceId();

    /**
     * What it has.
     *
     * @return services with their destinations.
     */
    List<ServiceRow> services();

    /**
     * Send a command and wait for the answer.
     *
     * @param command to carry out.
     * @return the answer.
     */
    CommandResponse send(DirectorCommand command);

    /** Tell the director that this process lives. */
    void keepalive();

    @Override
    void close();
}
