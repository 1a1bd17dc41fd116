/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LocalHostFactsTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldFindPartOfAPathThatOthersMayChange() throws IOException
    {
        final Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        final Path script = Files.createFile(open.resolve("s.sh"));

        final Optional<String> part = HostFacts.LOCAL.unsafePart(script.toString());

        assertTrue(part.isPresent());
        assertTrue(open.toRealPath().startsWith(part.get()), part.get());
        assertEquals(Optional.of("/nosuch/s.sh"), HostFacts.LOCAL.unsafePart("/nosuch/s.sh"));
        assertEquals(Optional.empty(), HostFacts.LOCAL.unsafePart("/bin/sh"));
    }

    @Test
    void shouldFindScriptsInThePath() throws IOException
    {
        final Path script = Files.createFile(directory.resolve("s.sh"));

        assertTrue(HostFacts.LOCAL.isExecutable("/bin/sh"));
        assertTrue(HostFacts.LOCAL.isExecutable("sh"));
        assertFalse(HostFacts.LOCAL.isExecutable("nosuch-program"));
        assertFalse(HostFacts.LOCAL.isExecutable(script.toString()));
        assertFalse(HostFacts.LOCAL.isExecutable(directory.toString()));
    }

    @Test
    void shouldKnowUsersGroupsAndInterfaces()
    {
        assertTrue(HostFacts.LOCAL.hasUser("root"));
        assertFalse(HostFacts.LOCAL.hasUser("nosuch-user"));
        assertTrue(HostFacts.LOCAL.hasGroup("root"));
        assertFalse(HostFacts.LOCAL.hasGroup("nosuch-group"));
        assertTrue(HostFacts.LOCAL.hasInterface("lo"));
        assertFalse(HostFacts.LOCAL.hasInterface("nosuch0"));
        assertFalse(HostFacts.LOCAL.hasAddress("nosuch0", false));
    }

    @Test
    void shouldKnowNumbersOfIproute()
    {
        final RouteNames names = new RouteNames(HostFacts.LOCAL);

        assertEquals(OptionalInt.of(254), names.table("main"));
        assertEquals(OptionalInt.of(100), names.table("100"));
        assertEquals(OptionalInt.of(253), names.scope("0xfd"));
        assertEquals(OptionalInt.empty(), names.scope("256"));
        assertEquals(OptionalInt.empty(), names.protocol("nosuch"));
    }
}
