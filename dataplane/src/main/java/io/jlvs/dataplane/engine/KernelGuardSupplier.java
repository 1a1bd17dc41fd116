/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.nio.file.Path;

/**
 * Makes the {@link KernelGuard}; looked up with {@link java.util.ServiceLoader}.
 */
@FunctionalInterface
public interface KernelGuardSupplier
{
    /**
     * Open the guard; takes over what a killed director left in {@code directory}, so that the kernel stays silent in
     * between.
     *
     * @param directory of the director (--dir).
     * @return a guard without interfaces; never null.
     * @throws RuntimeException with a message for the operator if this kernel cannot guard.
     */
    KernelGuard open(Path directory);
}
