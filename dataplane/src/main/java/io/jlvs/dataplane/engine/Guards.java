/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Finds the kernel guard that was put on the class path.
 */
final class Guards
{
    private Guards()
    {
    }

    static KernelGuard open(final Path directory)
    {
        final KernelGuardSupplier supplier = ServiceLoader.load(KernelGuardSupplier.class).findFirst().orElseThrow(
            () -> DirectorException.failure(
                "no kernel guard on the class path: start the director with ./jlvs director", null));
        return supplier.open(directory);
    }
}
