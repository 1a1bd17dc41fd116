/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What of the machine a configuration refers to, so that a wrong name is found when the file is read.
 */
public interface HostFacts
{
    /** The machine on which this runs. */
    HostFacts LOCAL = new HostFacts()
    {
        @Override
        public boolean hasInterface(final String name)
        {
            try
            {
                return NetworkInterface.getByName(name) != null;
            }
            catch (final SocketException ex)
            {
                return false;
            }
        }

        @Override
        public boolean isExecutable(final String path)
        {
            try
            {
                return Files.isExecutable(Path.of(path));
            }
            catch (final InvalidPathException ex)
            {
                return false;
            }
        }
    };

    /**
     * Whether a network interface exists.
     *
     * @param name of the interface.
     * @return true if it does.
     */
    boolean hasInterface(String name);

    /**
     * Whether a script can be run.
     *
     * @param path absolute path.
     * @return true if it can.
     */
    boolean isExecutable(String path);
}
