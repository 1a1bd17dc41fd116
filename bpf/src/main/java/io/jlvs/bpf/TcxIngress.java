/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * tcx ingress, Linux 6.6 and later. Programs are attached by {@code BPF_PROG_ATTACH}, not by a link: they belong to the
 * interface and stay when the process dies, without a pin in a bpffs. (A pin made under {@code ip netns exec}
 * dies with the mount namespace of that command.)
 */
final class TcxIngress implements AttachPoint
{
    /** {@code BPF_TCX_INGRESS}; newer than the headers of Debian 12. */
    static final int ATTACH_TYPE = 46;

    private static final int FLAG_REPLACE = 1 << 2;
    private static final int FLAG_BEFORE = 1 << 3;

    // struct bpf_prog_attach_opts { size_t sz; u32 flags; int replace_prog_fd; }
    private static final int ATTACH_FLAGS_OFFSET = Long.BYTES;
    private static final int ATTACH_REPLACE_OFFSET = ATTACH_FLAGS_OFFSET + Integer.BYTES;
    private static final int ATTACH_LENGTH = ATTACH_REPLACE_OFFSET + Integer.BYTES;

    // struct bpf_prog_query_opts { size_t sz; u32 query_flags, attach_flags; u32 *prog_ids; u32 prog_cnt; ... }
    private static final int QUERY_IDS_OFFSET = Long.BYTES + 2 * Integer.BYTES;
    private static final int QUERY_COUNT_OFFSET = QUERY_IDS_OFFSET + Long.BYTES;
    private static final int QUERY_LENGTH = QUERY_COUNT_OFFSET + Integer.BYTES;

    /** The kernel's own limit, BPF_MPROG_MAX. */
    private static final int MAX_PROGRAMS = 64;

    private final LibBpf.Calls libBpf = Native.libBpf();

    @Override
    public List<Attached> guards(final int interfaceIndex)
    {
        final Pointer ids = Native.allocate(MAX_PROGRAMS * Integer.BYTES);
        final Pointer options = queryOptions();
        options.putPointer(QUERY_IDS_OFFSET, ids);
        options.putInt(QUERY_COUNT_OFFSET, MAX_PROGRAMS);

        final List<Attached> guards = new ArrayList<>();
        final int result = libBpf.queryPrograms(interfaceIndex, ATTACH_TYPE, options);
        if (result == -Native.ENODEV)
        {
            return guards;
        }

        Native.check("bpf_prog_query(tcx ingress, interface " + interfaceIndex + ")", result);
        final int count = options.getInt(QUERY_COUNT_OFFSET);
        for (int i = 0; i < count; i++)
        {
            final int id = ids.getInt((long)i * Integer.BYTES);
            try (KernelProgram program = KernelProgram.byId(id))
            {
                if (program != null && program.info().name().equals(GuardLayout.PROGRAM))
                {
                    guards.add(new Attached(id, 0));
                }
            }
        }

        return guards;
    }

    @Override
    public void attach(final int interfaceIndex, final int programFd)
    {
        Native.check(
            "bpf_prog_attach(tcx ingress, interface " + interfaceIndex + ")",
            libBpf.attachProgram(programFd, interfaceIndex, ATTACH_TYPE, attachOptions(FLAG_BEFORE, 0)));
    }

    @Override
    public void replace(final int interfaceIndex, final Attached old, final int programFd)
    {
        try (KernelProgram program = KernelProgram.byId(old.programId()))
        {
            if (program == null)
            {
                attach(interfaceIndex, programFd);
                return;
            }

            Native.check(
                "bpf_prog_attach(tcx ingress, interface " + interfaceIndex + ", replacing " + old.programId() + ")",
                libBpf.attachProgram(
                    programFd, interfaceIndex, ATTACH_TYPE, attachOptions(FLAG_REPLACE, program.fd())));
        }
    }

    @Override
    public void detach(final int interfaceIndex, final Attached attached)
    {
        try (KernelProgram program = KernelProgram.byId(attached.programId()))
        {
            if (program == null)
            {
                return;
            }

            detach(interfaceIndex, program.fd());
        }
    }

    @Override
    public String description()
    {
        return "tcx ingress";
    }

    @Override
    public void close()
    {
    }

    /**
     * Take a program away; nothing happens if it or the interface is gone.
     *
     * @param interfaceIndex of the interface.
     * @param programFd      of the program.
     * @throws BpfException if the kernel refuses.
     */
    static void detach(final int interfaceIndex, final int programFd)
    {
        final int result = Native.libBpf().detachProgram(programFd, interfaceIndex, ATTACH_TYPE);
        if (result != -Native.ENOENT && result != -Native.ENODEV)
        {
            Native.check("bpf_prog_detach(tcx ingress, interface " + interfaceIndex + ")", result);
        }
    }

    /** Options of a query that has no room for ids yet. */
    static Pointer queryOptions()
    {
        final Pointer options = Native.allocate(QUERY_LENGTH);
        options.putLong(0, QUERY_LENGTH);

        return options;
    }

    private static Pointer attachOptions(final int flags, final int replacedFd)
    {
        final Pointer options = Native.allocate(ATTACH_LENGTH);
        options.putLong(0, ATTACH_LENGTH);
        options.putInt(ATTACH_FLAGS_OFFSET, flags);
        options.putInt(ATTACH_REPLACE_OFFSET, replacedFd);

        return options;
    }
}
