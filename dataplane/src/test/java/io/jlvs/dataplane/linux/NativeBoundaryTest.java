/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeBoundaryTest
{
    private static final int PAGE_LENGTH = 4096;
    private static final int NO_SUCH_DOMAIN = 200;

    @Test
    void shouldNameCallAndErrorWhenTheKernelRefuses()
    {
        final NativeException ex = assertThrows(
            NativeException.class, () -> Syscalls.socket("socket(nonsense)", NO_SUCH_DOMAIN, Syscalls.SOCK_RAW, 0));

        assertEquals(
            "socket(nonsense): EAFNOSUPPORT (Address family not supported by protocol)", ex.getMessage());
        assertEquals(Errno.EAFNOSUPPORT, ex.errno());
    }

    @Test
    void shouldReturnErrorsOfTheDutyCycleAsValues()
    {
        assertEquals(-Errno.EBADF, Syscalls.send(-1, 0, 0, 0));
        assertEquals(-Errno.EBADF, Syscalls.receive(-1, 0, 0, 0));
        assertEquals(-Errno.EBADF, Syscalls.sendMessages(-1, 0, 1, 0));
    }

    @Test
    void shouldNameErrors()
    {
        assertEquals("EPERM", Errno.name(Errno.EPERM));
        assertEquals("EAGAIN", Errno.name(Errno.EAGAIN));
        assertEquals("ENOBUFS", Errno.name(Errno.ENOBUFS));
        assertEquals("EHOSTUNREACH", Errno.name(Errno.EHOSTUNREACH));
        assertEquals("EHWPOISON", Errno.name(133));
        assertEquals("errno 41", Errno.name(41));
        assertEquals("errno 524", Errno.name(524));
        assertEquals("errno 0", Errno.name(0));
    }

    @Test
    void shouldRefuseToUseAClosedDescriptor()
    {
        final FileDescriptor fd = Syscalls.socket("socket", Syscalls.AF_NETLINK, Syscalls.SOCK_RAW, 0);
        final int number = fd.value();

        fd.close();
        fd.close();

        assertThrows(IllegalStateException.class, fd::value);
        assertEquals(-Errno.EBADF, Syscalls.receive(number, 0, 0, Syscalls.MSG_DONTWAIT));
    }

    @Test
    void shouldSetAndGetOptions()
    {
        try (FileDescriptor fd = Syscalls.socket("socket", Syscalls.AF_NETLINK, Syscalls.SOCK_RAW, 0))
        {
            final int soRcvbuf = 8;
            Syscalls.setOption("setsockopt(SO_RCVBUF)", fd, Syscalls.SOL_SOCKET, soRcvbuf, 10_000);
            final ByteBuffer value = Syscalls.nativeBuffer(Integer.BYTES);

            final int length = Syscalls.option("getsockopt(SO_RCVBUF)", fd, Syscalls.SOL_SOCKET, soRcvbuf, value);

            assertEquals(Integer.BYTES, length);
            assertEquals(20_000, value.getInt(0), "the kernel doubles the value, socket(7)");
        }
    }

    @Test
    void shouldMapZeroedMemory()
    {
        final MappedRegion region = MappedRegion.anonymous(2 * PAGE_LENGTH);

        assertEquals(2 * PAGE_LENGTH, region.buffer().capacity());
        assertEquals(0, region.address() % PAGE_LENGTH);
        region.buffer().putLong(2 * PAGE_LENGTH - Long.BYTES, 42);
        assertEquals(0, region.buffer().getLong(0));
        assertEquals(42, region.buffer().getLong(2 * PAGE_LENGTH - Long.BYTES));

        region.close();
        region.close();
        assertEquals(0, region.buffer().capacity());
    }

    @Test
    void shouldShareAFileThroughItsMapping(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("table.dat");
        Files.write(file, new byte[PAGE_LENGTH]);

        try (MappedRegion one = MappedRegion.ofFile(file, PAGE_LENGTH);
            MappedRegion other = MappedRegion.ofFile(file, PAGE_LENGTH))
        {
            one.buffer().putIntRelease(100, 0x11223344);

            assertEquals(0x11223344, other.buffer().getIntAcquire(100));
        }
        assertEquals(0x44, Files.readAllBytes(file)[100]);
    }

    @Test
    void shouldNameTheFileThatCannotBeMapped(@TempDir final Path directory)
    {
        final Path file = directory.resolve("absent");

        final NativeException ex = assertThrows(NativeException.class, () -> MappedRegion.ofFile(file, PAGE_LENGTH));

        assertEquals(Errno.ENOENT, ex.errno());
        assertTrue(ex.getMessage().contains(file.toString()), ex.getMessage());
    }

    @Test
    void shouldReadEffectiveCapabilities()
    {
        assertEquals(
            1L << Privileges.CAP_NET_RAW, Privileges.parseCapabilities("Name:\tx\nCapEff:\t0000000000002000\nX:\t1\n"));
        assertEquals(-1L, Privileges.parseCapabilities("CapEff:\tffffffffffffffff"));
        assertEquals(0, Privileges.parseCapabilities("CapPrm:\t0000000000002000\n"));
    }

    @Test
    void shouldSayWhichCapabilityIsMissing()
    {
        final Privileges nobody = new Privileges(1000, 0);
        final Privileges half = new Privileges(1000, 1L << Privileges.CAP_NET_RAW);
        final Privileges root = new Privileges(0, -1L);

        final String message = assertThrows(
            IllegalStateException.class, nobody::requireRawNetworkAccess).getMessage();
        final String other = assertThrows(IllegalStateException.class, half::requireRawNetworkAccess).getMessage();
        root.requireRawNetworkAccess();

        assertEquals(
            "packet sockets need the capabilities CAP_NET_RAW CAP_NET_ADMIN which this process (user id 1000) does " +
            "not have: run it as root", message);
        assertFalse(other.contains("CAP_NET_RAW"), other);
        assertTrue(other.contains("CAP_NET_ADMIN"), other);
    }
}
