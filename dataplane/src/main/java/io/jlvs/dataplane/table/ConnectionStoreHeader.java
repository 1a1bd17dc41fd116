/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text at the start of a connection record says about it, read before Chronicle Map maps the file: a file that
 * is too short would kill the process with SIGBUS, and one of another layout would be misread.
 *
 * @param defect              null if the file can be opened, else why not.
 * @param expectedConnections that the file was made for.
 */
record ConnectionStoreHeader(String defect, long expectedConnections)
{
    private static final int MAX_LENGTH = 16 * 1024;
    private static final String MAP_CLASS = "!net.openhft.chronicle.map.VanillaChronicleMap";
    private static final String KEY_CLASS = "keyClass: !type " + StoreRecord.class.getName();

    /**
     * Read the header of a file.
     *
     * @param file to look at.
     * @return what it says.
     */
    static ConnectionStoreHeader read(final Path file)
    {
        final String text;
        final long length;
        try (InputStream in = Files.newInputStream(file))
        {
            text = new String(in.readNBytes(MAX_LENGTH), StandardCharsets.ISO_8859_1);
            length = Files.size(file);
        }
        catch (final IOException ex)
        {
            return defect("it cannot be read: " + ex.getMessage());
        }

        if (!text.contains(MAP_CLASS) || !text.contains(KEY_CLASS))
        {
            return defect("it is no connection record (" + length + " bytes)");
        }

        final long version = number(text, StoreRecord.LAYOUT_VERSION);
        if (ConnectionFlyweight.VERSION != version)
        {
            return defect(
                "its layout version is " + version + ", this program knows version " + ConnectionFlyweight.VERSION);
        }

        final long leastLength = number(text, "actualSegments") * number(text, "tierSize");
        if (leastLength <= 0 || length < leastLength)
        {
            return defect("it was cut short: " + length + " bytes instead of at least " + leastLength);
        }

        return new ConnectionStoreHeader(null, number(text, StoreRecord.EXPECTED_CONNECTIONS));
    }

    private static ConnectionStoreHeader defect(final String reason)
    {
        return new ConnectionStoreHeader(reason, 0);
    }

    private static long number(final String text, final String name)
    {
        final Matcher matcher = Pattern.compile("\\b" + name + ": (\\d{1,18})\\b").matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
