/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Files with random content that a client uploads through a service; afterwards each must lie whole on exactly one of
 * the servers.
 */
public final class Uploads
{
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CHUNK = 1 << 20;

    private final Path directory;
    private final List<Path> files = new ArrayList<>();

    /**
     * Make the files.
     *
     * @param lab         in which they are sent.
     * @param count       of files.
     * @param lengthBytes of each.
     * @param seed        of their content; printed.
     * @throws IOException when they cannot be written.
     */
    public Uploads(final Lab lab, final int count, final int lengthBytes, final long seed) throws IOException
    {
        System.out.println("upload content from seed " + seed);
        directory = Files.createDirectories(lab.directory().resolve("up-" + seed));
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] chunk = new byte[Math.min(CHUNK, lengthBytes)];
        for (int i = 0; i < count; i++)
        {
            final Path file = directory.resolve(seed + "-" + i);
            try (var out = Files.newOutputStream(file))
            {
                for (int left = lengthBytes; left > 0; left -= chunk.length)
                {
                    random.nextBytes(chunk);
                    out.write(chunk, 0, Math.min(left, chunk.length));
                }
            }
            files.add(file);
        }
    }

    /**
     * Upload all at once, each on its own connection.
     *
     * @param client  that sends.
     * @param base    URL of the service, with a slash at the end.
     * @param options of curl.
     * @return curl, running.
     */
    public RunningProcess start(final Host client, final String base, final String... options)
    {
        final List<String> command = new ArrayList<>(List.of(
            "curl", "-sS", "-g", "--fail-early", "-f", "-Z", "--parallel-immediate", "--parallel-max",
            Integer.toString(files.size())));
        command.addAll(List.of(options));
        for (final Path file : files)
        {
            command.addAll(List.of("-T", file.toString(), base + "upload/" + file.getFileName()));
        }
        return client.start("curl-upload", command);
    }

    /**
     * Wait for the end of the upload, and compare.
     *
     * @param curl    from {@link #start}.
     * @param servers that may have a file.
     * @throws IOException when a file cannot be read.
     */
    public void verify(final RunningProcess curl, final List<Nginx> servers) throws IOException
    {
        assertEquals(0, curl.awaitExit(LIMIT), curl::toString);
        for (final Path file : files)
        {
            int copies = 0;
            for (final Nginx server : servers)
            {
                final Path copy = server.upload(file.getFileName().toString());
                if (Files.exists(copy))
                {
                    copies++;
                    assertEquals(-1, Files.mismatch(file, copy),
                        "first different byte of " + file.getFileName() + " on " + server.host().name());
                    Files.delete(copy);
                }
            }
            assertEquals(1, copies, "servers that have " + file.getFileName());
        }
    }
}
