/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What is compiled of the C sources of this folder, as files that commands can load.
 */
final class BpfResource
{
    private BpfResource()
    {
    }

    /**
     * Copy a program out of the class path.
     *
     * @param lab  in whose directory it lies until the lab is closed.
     * @param name such as "decap.bpf.o".
     * @return the file.
     */
    static Path file(final Lab lab, final String name)
    {
        final Path file = lab.directory().resolve(name);
        try (InputStream in = BpfResource.class.getResourceAsStream("/io/jlvs/testbed/" + name))
        {
            if (null == in)
            {
                throw new LabException("no " + name + " on the class path: the build compiles it with clang");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
