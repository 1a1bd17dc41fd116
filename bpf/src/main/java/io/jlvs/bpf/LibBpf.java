/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;

/**
 * The functions of libbpf.so.1 (Debian 12: 1.1) in use. Arguments as in bpf/libbpf.h, bpf/bpf.h and
 * bpf/btf.h; a negative int is an errno, a null pointer leaves it in errno.
 * <p>
 * JNR-FFI implements public interfaces only; this class keeps them inside the package.
 */
final class LibBpf
{
    /** The C name of a function. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    public @interface Symbol
    {
        String value();
    }

    /** Receives libbpf's messages, the verifier's words among them. */
    @FunctionalInterface
    public interface Printer
    {
        /**
         * One message.
         *
         * @param level     0 warning, 1 information, 2 debugging.
         * @param format    of printf.
         * @param arguments a va_list; its pointer on all 64-bit ABIs in use.
         * @return ignored by libbpf.
         */
        @Delegate
        int print(int level, Pointer format, Pointer arguments);
    }

    /** The functions. */
    public interface Calls
    {
        @Symbol("libbpf_set_print")
        Pointer setPrint(Printer printer);

        @Symbol("libbpf_num_possible_cpus")
        int possibleCpus();

        @Symbol("bpf_object__open_mem")
        Pointer openObject(Pointer bytes, long length, Pointer options);

        @Symbol("bpf_object__load")
        int loadObject(Pointer object);

        @Symbol("bpf_object__close")
        void closeObject(Pointer object);

        @Symbol("bpf_object__btf")
        Pointer btfOfObject(Pointer object);

        @Symbol("bpf_object__find_program_by_name")
        Pointer findProgram(Pointer object, String name);

        @Symbol("bpf_object__find_map_by_name")
        Pointer findMap(Pointer object, String name);

        @Symbol("bpf_program__fd")
        int programFd(Pointer program);

        @Symbol("bpf_map__fd")
        int mapFd(Pointer map);

        @Symbol("bpf_map__set_initial_value")
        int setInitialValue(Pointer map, Pointer data, long length);

        @Symbol("bpf_map__set_max_entries")
        int setMaxEntries(Pointer map, int maxEntries);

        @Symbol("bpf_program__set_flags")
        int setProgramFlags(Pointer program, int flags);

        @Symbol("bpf_map_update_elem")
        int updateElement(int mapFd, Pointer key, Pointer value, long flags);

        @Symbol("bpf_map_lookup_elem")
        int lookupElement(int mapFd, Pointer key, Pointer value);

        @Symbol("bpf_map_delete_elem")
        int deleteElement(int mapFd, Pointer key);

        @Symbol("bpf_map_get_next_key")
        int nextKey(int mapFd, Pointer key, Pointer nextKey);

        @Symbol("bpf_prog_attach_opts")
        int attachProgram(int programFd, int interfaceIndex, int attachType, Pointer options);

        @Symbol("bpf_prog_detach2")
        int detachProgram(int programFd, int interfaceIndex, int attachType);

        @Symbol("bpf_prog_query_opts")
        int queryPrograms(int interfaceIndex, int attachType, Pointer options);

        @Symbol("bpf_link_create")
        int createLink(int programFd, int interfaceIndex, int attachType, Pointer options);

        @Symbol("bpf_xdp_attach")
        int attachXdp(int interfaceIndex, int programFd, int flags, Pointer options);

        @Symbol("bpf_xdp_detach")
        int detachXdp(int interfaceIndex, int flags, Pointer options);

        @Symbol("bpf_xdp_query")
        int queryXdp(int interfaceIndex, int flags, Pointer options);

        @Symbol("bpf_prog_test_run_opts")
        int testRun(int programFd, Pointer options);

        @Symbol("bpf_prog_get_fd_by_id")
        int programFdById(int id);

        @Symbol("bpf_map_get_fd_by_id")
        int mapFdById(int id);

        @Symbol("bpf_obj_get_info_by_fd")
        int infoByFd(int fd, Pointer info, Pointer length);
    }

    private LibBpf()
    {
    }
}
