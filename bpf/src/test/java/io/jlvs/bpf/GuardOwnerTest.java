/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GuardOwnerTest
{
    @Test
    void shouldReadWhatItWrote()
    {
        final GuardOwner owner = GuardOwner.self(Path.of("/dev/shm/../shm/jlvs"));

        assertEquals(owner, GuardOwner.decode(owner.encode()));
        assertEquals("/dev/shm/jlvs", owner.directory());
    }

    @Test
    void shouldRecogniseDirectoryBeyondRoomByItsEnd()
    {
        final GuardOwner owner = GuardOwner.self(Path.of("/" + "x".repeat(300) + "/end"));

        final GuardOwner decoded = GuardOwner.decode(owner.encode());

        assertTrue(decoded.directory().endsWith("x/end"));
        assertTrue(decoded.hasDirectoryOf(owner));
    }

    @Test
    void shouldKeepDirectoryOutsideAscii()
    {
        final GuardOwner owner = GuardOwner.self(Path.of("/tmp/d\u00e9p\u00f4t"));

        assertTrue(GuardOwner.decode(owner.encode()).hasDirectoryOf(owner));
    }

    @Test
    void shouldBeAliveAsThisProcess()
    {
        assertTrue(GuardOwner.self(Path.of("/d")).isAlive());
    }

    @Test
    void shouldBeDeadWhenPidBelongsToLaterProcess()
    {
        final GuardOwner self = GuardOwner.self(Path.of("/d"));

        assertFalse(new GuardOwner(self.pid(), self.startTicks() - 1, "/d").isAlive());
    }

    @Test
    void shouldBeDeadWhenThereIsNoSuchProcess()
    {
        assertFalse(new GuardOwner(Integer.MAX_VALUE, 1, "/d").isAlive());
    }

    @Test
    void shouldRefuseOtherLayout()
    {
        final byte[] bytes = GuardOwner.self(Path.of("/d")).encode();
        bytes[0] ^= 0x40;
        bytes[3] ^= 0x40;

        assertNull(GuardOwner.decode(bytes));
        assertNull(GuardOwner.decode(new byte[8]));
    }
}
