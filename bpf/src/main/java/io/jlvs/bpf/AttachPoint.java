/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.util.List;

/**
 * A hook at ingress of an interface where programs stay when the process that attached them dies.
 */
interface AttachPoint extends AutoCloseable
{
    /**
     * A program found attached.
     *
     * @param programId of the kernel.
     * @param handle    where it hangs, for the attach point that found it.
     */
    record Attached(int programId, long handle)
    {
    }

    /**
     * The guards attached to an interface, whoever attached them.
     *
     * @param interfaceIndex of the interface.
     * @return programs that have the guard's name; empty also if there is no such interface.
     */
    List<Attached> guards(int interfaceIndex);

    /**
     * Attach a program before all others of this point.
     *
     * @param interfaceIndex of the interface.
     * @param programFd      of the program.
     * @throws BpfException if the kernel refuses.
     */
    void attach(int interfaceIndex, int programFd);

    /**
     * Put a program into the place of another, with no packet passing in between.
     *
     * @param interfaceIndex of the interface.
     * @param old            what hangs there.
     * @param programFd      of the new program.
     * @throws BpfException if the kernel refuses.
     */
    void replace(int interfaceIndex, Attached old, int programFd);

    /**
     * Take a program away; nothing happens if it or the interface is gone.
     *
     * @param interfaceIndex of the interface.
     * @param attached       what hangs there.
     * @throws BpfException if the kernel refuses.
     */
    void detach(int interfaceIndex, Attached attached);

    /** One phrase for the start-up log. */
    String description();

    @Override
    void close();
}
