/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.track;

/**
 * News of something that is tracked. Immutable, so that any thread may hand it to the VRRP thread.
 */
public sealed interface TrackedChange
{
    /**
     * A link came up or went down.
     *
     * @param name   of the interface.
     * @param health {@link Health#UP} while it is up and running.
     */
    record OfInterface(String name, Health health) implements TrackedChange
    {
    }

    /**
     * A {@code vrrp_script} succeeds or fails.
     *
     * @param name   of the script.
     * @param health now.
     */
    record OfScript(String name, Health health) implements TrackedChange
    {
    }

    /**
     * A {@code track_file} holds another number.
     *
     * @param name   of the tracked file.
     * @param number in it; 0 while there is none.
     */
    record OfFile(String name, long number) implements TrackedChange
    {
    }

    /**
     * A {@code vrrp_track_process} has its quorum or has lost it.
     *
     * @param name   of the tracked process.
     * @param health now.
     */
    record OfProcess(String name, Health health) implements TrackedChange
    {
    }

    /**
     * An instance has an address to send adverts from or has none.
     *
     * @param instance  name.
     * @param isPresent whether it has one.
     */
    record OfSource(String instance, boolean isPresent) implements TrackedChange
    {
    }

    /**
     * The director on this machine can forward packets or cannot.
     *
     * @param isForwarding whether it can.
     * @param reason       why not, for the log.
     */
    record OfDirector(boolean isForwarding, String reason) implements TrackedChange
    {
    }
}
