/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigParser;
import io.jlvs.control.conf.Includes;
import io.jlvs.control.conf.KeywordTable;
import io.jlvs.control.conf.ParsedConfiguration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Configurations for tests: from text, or from the test resources of {@code io.jlvs.control.keepalived}.
 */
public final class TestConfigurations
{
    /**
     * A machine without the interface eth9, with an eth8 without addresses, on which every script but those named
     * nosuch exists.
     */
    public static final HostFacts HOST = new HostFacts()
    {
        @Override
        public boolean hasInterface(final String name)
        {
            return !"eth9".equals(name);
        }

        @Override
        public boolean hasAddress(final String interfaceName, final boolean isIpv6)
        {
            return !"eth8".equals(interfaceName);
        }

        @Override
        public boolean isExecutable(final String path)
        {
            return !path.contains("nosuch");
        }

        @Override
        public Optional<String> unsafePart(final String path)
        {
            return path.startsWith("/tmp/unsafe") ? Optional.of("/tmp/unsafe") : Optional.empty();
        }

        @Override
        public boolean hasUser(final String name)
        {
            return List.of("root", "operator").contains(name);
        }

        @Override
        public boolean hasGroup(final String name)
        {
            return List.of("root", "staff").contains(name);
        }

        @Override
        public OptionalInt routeNumber(final String file, final String name)
        {
            return "rt_tables".equals(file) && "uplink".equals(name) ? OptionalInt.of(100) : OptionalInt.empty();
        }
    };

    /** The keyword table. */
    public static final KeywordTable TABLE = KeywordTable.load();

    private TestConfigurations()
    {
    }

    /**
     * Parse a text.
     *
     * @param file name for messages.
     * @param text to parse.
     * @return the tree.
     */
    public static ParsedConfiguration parse(final String file, final String text)
    {
        return ConfigParser.parse(file, text, TABLE, Includes.NONE);
    }

    /**
     * Parse and build a text.
     *
     * @param text to parse.
     * @return the configuration.
     */
    public static Configuration build(final String text)
    {
        return ConfigurationBuilder.build(parse("test.conf", text), HOST);
    }

    /**
     * Text of a resource.
     *
     * @param name of the file.
     * @return its text.
     */
    public static String resource(final String name)
    {
        try (InputStream stream = TestConfigurations.class.getResourceAsStream("/io/jlvs/control/keepalived/" + name))
        {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
