/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * The C library. Addresses are passed as {@code long}, so a call allocates nothing.
 * <p>
 * Must run with {@code -Djnr.ffi.x86asm.enabled=false}: the call stubs that JNR-FFI otherwise assembles pass garbage as
 * the sixth argument of mmap and sendto.
 */
final class LibC
{
    static final Calls CALLS = LibraryLoader.create(Calls.class)
        .map("schedSetScheduler", "sched_setscheduler")
        .map("interfaceIndex", "if_nametoindex")
        .load("c");
    static final Runtime RUNTIME = Runtime.getRuntime(CALLS);

    private LibC()
    {
    }

    /**
     * Public only for the class that JNR-FFI generates in a class loader of its own.
     */
    public interface Calls
    {
        int socket(int domain, int type, int protocol);

        int bind(int fd, long address, int length);

        int setsockopt(int fd, int level, int name, long value, int length);

        int getsockopt(int fd, int level, int name, long value, long lengthAddress);

        long sendto(int fd, long buffer, long length, int flags, long address, int addressLength);

        int sendmmsg(int fd, long messages, int count, int flags);

        long recv(int fd, long buffer, long length, int flags);

        long sendmsg(int fd, long message, int flags);

        long recvmsg(int fd, long message, int flags);

        int poll(long descriptors, long count, int timeoutMs);

        int ppoll(long descriptors, long count, long timeout, long signalMask);

        int eventfd(int initialValue, int flags);

        long read(int fd, long buffer, long length);

        int open(String path, int flags, int mode);

        int close(int fd);

        long write(int fd, long buffer, long length);

        int mkfifo(String path, int mode);

        int lchown(String path, int user, int group);

        int kill(int process, int signal);

        long mmap(long address, long length, int protection, int flags, int fd, long offset);

        int munmap(long address, long length);

        int geteuid();

        long syscall(long number, long argument1, long argument2, long argument3);

        int setpriority(int which, int who, int priority);

        int schedSetScheduler(int thread, int policy, long parameter);

        int interfaceIndex(String name);

        String strerror(int errno);
    }
}
