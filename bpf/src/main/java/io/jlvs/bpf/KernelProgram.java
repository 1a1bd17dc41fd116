/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

/**
 * A program of the kernel found by its id: somebody loaded it, perhaps a process that has died since.
 */
final class KernelProgram implements AutoCloseable
{
    private final int fd;
    private final ProgramInfo info;

    private KernelProgram(final int fd)
    {
        this.fd = fd;
        info = ProgramInfo.of(fd);
    }

    /**
     * Open a program.
     *
     * @param id of the program.
     * @return the program, or null if it has gone in the meantime.
     */
    static KernelProgram byId(final int id)
    {
        final int fd = Native.libBpf().programFdById(id);
        if (fd == -Native.ENOENT)
        {
            return null;
        }

        return new KernelProgram(Native.check("bpf_prog_get_fd_by_id(" + id + ")", fd));
    }

    int fd()
    {
        return fd;
    }

    ProgramInfo info()
    {
        return info;
    }

    /**
     * One of the maps that the program uses.
     *
     * @param name of the map.
     * @return the map, to be closed, or null if it uses none of that name.
     */
    BpfMap map(final String name)
    {
        for (final int id : info.mapIds())
        {
            final BpfMap map = BpfMap.byId(id);
            if (map.info().name().equals(name))
            {
                return map;
            }

            map.close();
        }

        return null;
    }

    @Override
    public void close()
    {
        Native.libC().close(fd);
    }
}
