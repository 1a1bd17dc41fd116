/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.ipvsadm;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class NamesTest
{
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    @TempDir
    private Path directory;
    private ServiceNames services;
    private HostNames hosts;

    @BeforeEach
    void before() throws IOException
    {
        services = new ServiceNames(Files.writeString(directory.resolve("services"),
            "# comment 5/tcp\nhttp\t80/tcp www # web\nweb 80/tcp\nweb 80/udp\nbroken\nodd 81/tcpx\nlast 82/sctp"));
        hosts = new HostNames(Files.writeString(directory.resolve("hosts"),
            "::1 six loop\n::ffff:10.0.0.9 mapped\nfd00::1 only-six\n10.0.0.1 one.example One # x\n" +
            "bad line\n10.0.0.1 later\n127.0.0.1 four"), false);
    }

    @Test
    void shouldFindPortsByNameAndAlias()
    {
        assertEquals(80, services.port("http", 6));
        assertEquals(80, services.port("www", 6));
        assertEquals(80, services.port("web", 17));
        assertEquals(82, services.port("last", 132));
    }

    @Test
    void shouldNotFindPortsOfOtherProtocols()
    {
        assertEquals(ServiceNames.UNKNOWN, services.port("http", 17));
        assertEquals(ServiceNames.UNKNOWN, services.port("odd", 6));
        assertEquals(ServiceNames.UNKNOWN, services.port("80/tcp", 6));
        assertEquals(ServiceNames.UNKNOWN, services.port("HTTP", 6));
        assertEquals(ServiceNames.UNKNOWN, services.port("comment", 6));
        assertEquals(ServiceNames.UNKNOWN, services.port("http", 0));
        assertNull(services.name(80, 0));
    }

    @Test
    void shouldNamePortByFirstLine()
    {
        assertEquals("http", services.name(80, 6));
        assertEquals("web", services.name(80, 17));
        assertNull(services.name(79, 6));
    }

    @Test
    void shouldFindHostsForIpv4()
    {
        assertArrayEquals(new byte[]{10, 0, 0, 1}, hosts.address("ONE"));
        assertArrayEquals(new byte[]{10, 0, 0, 1}, hosts.address("later"));
        assertArrayEquals(LOOPBACK, hosts.address("loop"));
        assertArrayEquals(new byte[]{10, 0, 0, 9}, hosts.address("mapped"));
        assertNull(hosts.address("only-six"));
        assertNull(hosts.address("line"));
        assertNull(hosts.address(""));
        assertNull(hosts.address("10.0.0.256"));
    }

    @Test
    void shouldNameHostByFirstLine()
    {
        assertEquals("one.example", hosts.name(new byte[]{10, 0, 0, 1}));
        assertEquals("six", hosts.name(LOOPBACK));
        assertEquals("only-six", hosts.name(AddressText.parseIpv6("fd00::1")));
        assertNull(hosts.name(new byte[]{10, 0, 0, 2}));
    }

    @Test
    void shouldTreatMissingFilesAsEmpty()
    {
        final Path missing = directory.resolve("missing");

        assertEquals(ServiceNames.UNKNOWN, new ServiceNames(missing).port("http", 6));
        assertNull(new HostNames(missing, false).address("localhost"));
    }
}
