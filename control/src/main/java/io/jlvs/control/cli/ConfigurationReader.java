/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.cli;

import io.jlvs.control.conf.ConfigParser;
import io.jlvs.control.conf.Diagnostic;
import io.jlvs.control.conf.FileIncludes;
import io.jlvs.control.conf.KeywordTable;
import io.jlvs.control.conf.ParsedConfiguration;
import io.jlvs.control.model.Configuration;
import io.jlvs.control.model.ConfigurationBuilder;
import io.jlvs.control.model.HostFacts;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a configuration file with everything that it includes.
 */
final class ConfigurationReader
{
    private final KeywordTable table = KeywordTable.load();

    /**
     * What was read.
     *
     * @param configuration with its diagnostics.
     * @param notYet        warning that names keywords without effect.
     */
    record Result(Configuration configuration, Optional<Diagnostic> notYet)
    {
    }

    /**
     * Read a file.
     *
     * @param file to read.
     * @return the configuration.
     * @throws IOException with a message for the operator, if the file cannot be read.
     */
    Result read(final Path file) throws IOException
    {
        final ParsedConfiguration parsed =
            ConfigParser.parse(file.toString(), text(file), table, new FileIncludes());

        return new Result(ConfigurationBuilder.build(parsed, HostFacts.LOCAL), parsed.notYetWarning());
    }

    private static String text(final Path file) throws IOException
    {
        if (Files.isDirectory(file))
        {
            throw new IOException("configuration file " + file + " is a directory; name a file with -f FILE");
        }
        try
        {
            return FileIncludes.read(file);
        }
        catch (final NoSuchFileException ex)
        {
            throw new IOException(
                "configuration file " + file + " does not exist; write it or name another with -f FILE", ex);
        }
        catch (final AccessDeniedException ex)
        {
            throw new IOException(
                "configuration file " + file + " may not be read by this user; change its mode or run as root", ex);
        }
        catch (final IOException ex)
        {
            throw new IOException("configuration file " + file + " cannot be read: " + ex.getMessage(), ex);
        }
    }
}
