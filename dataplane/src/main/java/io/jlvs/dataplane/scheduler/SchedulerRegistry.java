/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.scheduler;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schedulers by the names that ipvsadm and keepalived give them.
 */
public final class SchedulerRegistry
{
    private static final Map<String, SchedulerSupplier> SUPPLIERS = Map.of(
        "rr", RoundRobin::new,
        "wrr", WeightedRoundRobin::new,
        "lc", LeastConnection::new,
        "wlc", WeightedLeastConnection::new);

    private SchedulerRegistry()
    {
    }

    /**
     * Scheduler by name.
     *
     * @param name as ipvsadm has it.
     * @return empty if this version of jlvs does not offer it.
     */
    public static Optional<SchedulerSupplier> find(final String name)
    {
        return Optional.ofNullable(SUPPLIERS.get(name));
    }

    /**
     * Names of all schedulers.
     *
     * @return in alphabetical order.
     */
    public static List<String> names()
    {
        return SUPPLIERS.keySet().stream().sorted().toList();
    }
}
