/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.nio.file.Path;

/**
 * Makes the {@link FlowOffload}; looked up with {@link java.util.ServiceLoader}.
 */
public interface FlowOffloadSupplier
{
    /**
     * What a flow table will be initialised with.
     *
     * @param capacity in slots.
     * @param seed     of its hash.
     */
    record TableShape(int capacity, long seed)
    {
    }

    /**
     * Make the memory of an offload.
     *
     * @param directory of the director (--dir).
     * @param ipv4      flow table.
     * @param ipv6      flow table.
     * @return the offload, attached nowhere.
     * @throws RuntimeException with a message for the operator if this kernel cannot do it.
     */
    FlowOffload open(Path directory, TableShape ipv4, TableShape ipv6);

    /**
     * Detach what a killed director left running.
     *
     * @param directory of the director (--dir).
     * @return number of interfaces that it was detached from.
     * @throws RuntimeException with a message for the operator if the kernel refuses.
     */
    int detach(Path directory);
}
