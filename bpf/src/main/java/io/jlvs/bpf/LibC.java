/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * The functions of libc that this package needs beside libbpf.
 */
final class LibC
{
    /** The functions. */
    public interface Calls
    {
        int socket(int domain, int type, int protocol);

        int setsockopt(int fd, int level, int option, Pointer value, int length);

        long write(int fd, Pointer bytes, long length);

        long read(int fd, Pointer bytes, long length);

        int close(int fd);

        String strerror(int errno);

        int vsnprintf(Pointer buffer, long size, Pointer format, Pointer arguments);
    }

    private LibC()
    {
    }
}
