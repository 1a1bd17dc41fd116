/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * A counter that keeps the largest value proposed. One writing thread.
 */
final class MaximumCounter
{
    private final AtomicCounter counter;
    private long maximum;

    MaximumCounter(final AtomicCounter counter)
    {
        this.counter = counter;
    }

    void propose(final long value)
    {
        if (value > maximum)
        {
            maximum = value;
            counter.setRelease(value);
        }
    }
}
