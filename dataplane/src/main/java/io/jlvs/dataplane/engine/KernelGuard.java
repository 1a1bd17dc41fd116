/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

/**
 * Keeps the kernel under the director from answering for a service. Implemented above (module {@code bpf}), found by
 * {@link java.util.ServiceLoader}. Called by the conductor's thread only, and before it starts.
 */
public interface KernelGuard extends AutoCloseable
{
    /**
     * Guard an interface: packets of the services given by {@link #add} reach AF_PACKET taps and go no further.
     *
     * @param interfaceIndex of the kernel.
     * @throws RuntimeException with a message for the operator if the kernel refuses.
     */
    void attach(int interfaceIndex);

    /**
     * Add a service. Idempotent.
     *
     * @param ipv6        family.
     * @param protocol    TCP, UDP or SCTP.
     * @param addressHigh high 64 bits of the virtual address, 0 for IPv4.
     * @param addressLow  low 64 bits.
     * @param port        virtual port.
     */
    void add(boolean ipv6, int protocol, long addressHigh, long addressLow, int port);

    /**
     * Take a service out. Idempotent.
     *
     * @param ipv6        family.
     * @param protocol    TCP, UDP or SCTP.
     * @param addressHigh high 64 bits of the virtual address, 0 for IPv4.
     * @param addressLow  low 64 bits.
     * @param port        virtual port.
     */
    void remove(boolean ipv6, int protocol, long addressHigh, long addressLow, int port);

    /**
     * Forget all services, also those that a killed director left behind in the kernel.
     */
    void clear();

    /**
     * How the guard works here, for the start-up log.
     *
     * @return one line, for example "tcx ingress, pinned in /dev/shm/jlvs/bpf".
     */
    String description();

    /**
     * Detach from all interfaces and remove what was pinned.
     */
    @Override
    void close();
}
