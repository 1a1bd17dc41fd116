/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs Java code inside a network namespace. A namespace is a property of a thread (setns(2)), and a socket stays in
 * the namespace in which it was opened; so the code runs on a thread of its own that ends afterwards, and sockets that
 * it opened may be used from any thread.
 */
final class NetworkNamespace
{
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY = 0;

    static
    {
        Native.register(NetworkNamespace.class, "c");
    }

    private NetworkNamespace()
    {
    }

    /**
     * Run code inside.
     *
     * @param file  such as /run/netns/NAME.
     * @param limit in seconds, after which the caller no longer waits.
     * @param code  to run.
     * @param <T>   type of its result.
     * @return its result.
     * @throws LabException when it throws or does not end in time.
     */
    static <T> T call(final Path file, final int limit, final Callable<T> code)
    {
        final CompletableFuture<T> result = new CompletableFuture<>();
        final Thread thread = new Thread(
            () ->
            {
                try
                {
                    enter(file);
                    result.complete(code.call());
                }
                catch (final Throwable ex)
                {
                    result.completeExceptionally(ex);
                }
            },
            "in-" + file.getFileName());
        thread.setDaemon(true);
        thread.start();
        try
        {
            return result.get(limit, TimeUnit.SECONDS);
        }
        catch (final ExecutionException ex)
        {
            throw new LabException("failed in namespace " + file.getFileName() + ": " + ex.getCause(), ex.getCause());
        }
        catch (final TimeoutException ex)
        {
            throw new LabException("not done within " + limit + " s in namespace " + file.getFileName(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted in namespace " + file.getFileName(), ex);
        }
    }

    private static void enter(final Path file)
    {
        final int fd = open(file.toString(), O_RDONLY);
        try
        {
            setns(fd, CLONE_NEWNET);
        }
        finally
        {
            close(fd);
        }
    }

    private static native int open(String file, int flags) throws LastErrorException;

    private static native int setns(int fd, int type) throws LastErrorException;

    private static native int close(int fd) throws LastErrorException;
}
