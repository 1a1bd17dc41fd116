/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

/**
 * The answer to the question whether this machine has an optional feature.
 */
public sealed interface Feature
{
    /** It works. */
    record Supported() implements Feature
    {
    }

    /**
     * The kernel does not have it; another way may do.
     *
     * @param reason for the operator.
     */
    record Unsupported(String reason) implements Feature
    {
    }

    /**
     * It cannot be asked for or used here, whatever the kernel has: a right or a library is missing.
     *
     * @param reason for the operator, with the remedy.
     */
    record Unavailable(String reason) implements Feature
    {
    }
}
