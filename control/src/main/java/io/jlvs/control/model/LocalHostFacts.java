/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Asks the operating system. What cannot be found out counts as not there.
 */
final class LocalHostFacts implements HostFacts
{
    private static final List<Path> IPROUTE = List.of(Path.of("/etc/iproute2"), Path.of("/usr/share/iproute2"));
    private static final List<String> PATH = List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin",
        "/sbin", "/bin");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;

    @Override
    public boolean hasInterface(final String name)
    {
        return networkInterface(name).isPresent();
    }

    @Override
    public boolean hasAddress(final String interfaceName, final boolean isIpv6)
    {
        return networkInterface(interfaceName).stream()
            .flatMap((found) -> Collections.list(found.getInetAddresses()).stream())
            .anyMatch((address) -> isIpv6 ? isLinkLocal(address) : !(address instanceof Inet6Address));
    }

    private static boolean isLinkLocal(final InetAddress address)
    {
        return address instanceof Inet6Address && address.isLinkLocalAddress();
    }

    private static Optional<NetworkInterface> networkInterface(final String name)
    {
        try
        {
            return Optional.ofNullable(NetworkInterface.getByName(name));
        }
        catch (final SocketException ex)
        {
            return Optional.empty();
        }
    }

    @Override
    public boolean isExecutable(final String path)
    {
        return path.indexOf('/') < 0 ?
            PATH.stream().anyMatch((directory) -> isExecutableFile(directory + "/" + path)) : isExecutableFile(path);
    }

    private static boolean isExecutableFile(final String path)
    {
        try
        {
            return Files.isRegularFile(Path.of(path)) && Files.isExecutable(Path.of(path));
        }
        catch (final InvalidPathException ex)
        {
            return false;
        }
    }

    @Override
    public Optional<String> unsafePart(final String path)
    {
        try
        {
            final Path real = Path.of(path).toRealPath();
            for (int count = 0; count <= real.getNameCount(); count++)
            {
                final Path part = 0 == count ? real.getRoot() : real.getRoot().resolve(real.subpath(0, count));
                if (isChangeableByOthers(part))
                {
                    return Optional.of(part.toString());
                }
            }
        }
        catch (final IOException | InvalidPathException ex)
        {
            return Optional.of(path);
        }

        return Optional.empty();
    }

    private static boolean isChangeableByOthers(final Path part) throws IOException
    {
        final Map<String, Object> attributes =
            Files.readAttributes(part, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        final int mode = (Integer)attributes.get("mode");
        final int type = mode & FILE_TYPE;
        final boolean isOpen = REGULAR == type || DIRECTORY == type && 0 == (mode & STICKY);
        final boolean isRootGroup = 0 == (Integer)attributes.get("gid");

        return (Integer)attributes.get("uid") != 0 ||
            isOpen && ((mode & OTHERS_WRITE) != 0 || !isRootGroup && (mode & GROUP_WRITE) != 0);
    }

    @Override
    public boolean hasUser(final String name)
    {
        return isKnown(() -> principals().lookupPrincipalByName(name));
    }

    @Override
    public boolean hasGroup(final String name)
    {
        return isKnown(() -> principals().lookupPrincipalByGroupName(name));
    }

    private static UserPrincipalLookupService principals()
    {
        return FileSystems.getDefault().getUserPrincipalLookupService();
    }

    private static boolean isKnown(final PrincipalLookup lookup)
    {
        try
        {
            return lookup.find() != null;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /**
     * Asks for a user or a group.
     */
    @FunctionalInterface
    private interface PrincipalLookup
    {
        Object find() throws IOException;
    }

    @Override
    public OptionalInt routeNumber(final String file, final String name)
    {
        for (final Path directory : IPROUTE)
        {
            final OptionalInt number = routeNumber(directory.resolve(file), name);
            if (number.isPresent())
            {
                return number;
            }
        }

        return OptionalInt.empty();
    }

    private static OptionalInt routeNumber(final Path file, final String name)
    {
        try
        {
            for (final String line : Files.readAllLines(file))
            {
                final String[] words = SPACES.split(line.strip());
                final OptionalLong number = Numbers.parse(words[0]);
                if (words.length > 1 && words[1].equals(name) && number.isPresent())
                {
                    return OptionalInt.of((int)number.getAsLong());
                }
            }
        }
        catch (final IOException ex)
        {
            return OptionalInt.empty();
        }

        return OptionalInt.empty();
    }
}
