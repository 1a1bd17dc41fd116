/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ArchiveTrainingTest
{
    @Test
    void shouldCarryOutItsCommands(@TempDir final Path directory) throws InterruptedException
    {
        assertEquals(0, ArchiveTraining.run(directory));
    }
}
