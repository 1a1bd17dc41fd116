/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.state;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Runs every scenario beside this class's resources and compares it with the transcript in its file. Where they differ,
 * the one that was found lies in {@code target/transcripts}, to be looked at and, if it is right, to be taken over.
 */
class VrrpTranscriptTest
{
    private static final Path FOUND = Path.of("target", "transcripts");

    @TestFactory
    Stream<DynamicTest> shouldDoWhatTranscriptsSay() throws IOException, URISyntaxException
    {
        final Path folder = Path.of(VrrpTranscriptTest.class.getResource("transcripts").toURI());
        final List<Path> files;
        try (Stream<Path> found = Files.list(folder))
        {
            files = found.sorted().toList();
        }

        assertFalse(files.isEmpty());
        return files.stream().map((file) -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(final Path file) throws IOException
    {
        final String expected = Files.readString(file);

        final String found = Transcript.of(expected.lines().toList());

        if (!expected.equals(found))
        {
            Files.createDirectories(FOUND);
            Files.writeString(FOUND.resolve(file.getFileName()), found);
        }
        assertEquals(expected, found, () -> difference(expected.lines().toList(), found.lines().toList()));
    }

    private static String difference(final List<String> expected, final List<String> found)
    {
        int i = 0;
        while (i < expected.size() && i < found.size() && expected.get(i).equals(found.get(i)))
        {
            i++;
        }

        return "line " + (i + 1) +
            "\n expected: " + (i < expected.size() ? expected.get(i) : "end") +
            "\n found:    " + (i < found.size() ? found.get(i) : "end") + '\n';
    }
}
