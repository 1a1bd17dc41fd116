/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.lang.annotation.Annotation;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.mapper.FunctionMapper;

/**
 * The loaded libraries, memory for their arguments, and their results turned into {@link BpfException}.
 */
final class Native
{
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;

    private static final LibC.Calls LIBC = LibraryLoader.create(LibC.Calls.class).load("c");

    private Native()
    {
    }

    static LibC.Calls libC()
    {
        return LIBC;
    }

    /**
     * libbpf, with its messages going to {@link BpfLog}.
     *
     * @return the library.
     * @throws UnsatisfiedLinkError if libbpf.so.1 is not installed.
     */
    static LibBpf.Calls libBpf()
    {
        return BpfLibrary.INSTANCE;
    }

    /**
     * Zeroed memory outside the Java heap, freed when nobody refers to it any more.
     *
     * @param lengthBytes of it.
     * @return its address.
     */
    static Pointer allocate(final int lengthBytes)
    {
        return Memory.allocateDirect(Runtime.getSystemRuntime(), lengthBytes, true);
    }

    /** Errno of the last call on this thread. */
    static int errno()
    {
        return Runtime.getSystemRuntime().getLastError();
    }

    /**
     * Check the result of a libbpf call.
     *
     * @param call   for the exception.
     * @param result negative errno or a value.
     * @return the value.
     * @throws BpfException if the result is negative.
     */
    static int check(final String call, final int result)
    {
        if (result < 0)
        {
            throw new BpfException(call, -result, BpfLog.take());
        }

        return result;
    }

    /**
     * JNR's question for the C name of a method.
     *
     * @param method  in Java.
     * @param context with its annotations.
     * @return what {@link LibBpf.Symbol} says.
     */
    static String symbol(final String method, final FunctionMapper.Context context)
    {
        for (final Annotation annotation : context.getAnnotations())
        {
            if (annotation instanceof LibBpf.Symbol symbol)
            {
                return symbol.value();
            }
        }

        return method;
    }

    private static final class BpfLibrary
    {
        private static final LibBpf.Calls INSTANCE = load();

        private static LibBpf.Calls load()
        {
            final LibBpf.Calls library = LibraryLoader.create(LibBpf.Calls.class)
                .failImmediately()
                .mapper(Native::symbol)
                .load("libbpf.so.1");
            library.setPrint(BpfLog.PRINTER);

            return library;
        }
    }
}
