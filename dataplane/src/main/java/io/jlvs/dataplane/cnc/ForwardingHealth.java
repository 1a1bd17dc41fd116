/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

/**
 * Whether a director forwards. Immutable.
 *
 * @param state for programs.
 * @param text  for people, empty when it forwards.
 */
public record ForwardingHealth(ForwardingState state, String text)
{
    /** Of a director that forwards. */
    public static final ForwardingHealth FORWARDING = new ForwardingHealth(ForwardingState.FORWARDING, "");
    /** Of a directory without a director. */
    public static final ForwardingHealth NO_DIRECTOR =
        new ForwardingHealth(ForwardingState.NO_DIRECTOR, "no director is running");

    /**
     * Whether packets for the services are forwarded.
     *
     * @return true when a director runs, gives signs of life and says that it forwards.
     */
    public boolean isForwarding()
    {
        return ForwardingState.FORWARDING == state;
    }
}
