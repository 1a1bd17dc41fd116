/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

/**
 * Something that a {@link Poller} can wait for.
 */
@FunctionalInterface
public interface Pollable
{
    /**
     * What is waited for.
     *
     * @return borrowed descriptor; the same as long as this object is in a poller.
     */
    FileDescriptor fd();
}
