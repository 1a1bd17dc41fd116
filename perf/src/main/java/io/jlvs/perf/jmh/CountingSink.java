/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.jmh;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;

/**
 * Takes frames and counts them.
 */
final class CountingSink implements FrameSink
{
    private long frames;
    private long bytes;

    @Override
    public boolean transmit(final int interfaceIndex, final Frame frame)
    {
        frames++;
        bytes += frame.length();
        return true;
    }

    /**
     * Frames taken.
     *
     * @return number.
     */
    long frames()
    {
        return frames;
    }

    /**
     * Length of the frames taken.
     *
     * @return bytes.
     */
    long bytes()
    {
        return bytes;
    }
}
