/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

/**
 * Makes a scheduler for one service on one worker.
 */
@FunctionalInterface
public interface SchedulerSupplier
{
    /**
     * A fresh scheduler.
     *
     * @return a new instance.
     */
    Scheduler newInstance();
}
