/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.forward;

import java.util.ArrayList;
import java.util.List;

import io.jlvs.dataplane.packet.Frame;
import io.jlvs.dataplane.packet.FrameSink;

/**
 * A sink that keeps a copy of the bytes, the interface and the offload fields of each frame.
 */
final class CapturedFrames implements FrameSink
{
    final List<byte[]> frames = new ArrayList<>();
    final List<Integer> interfaces = new ArrayList<>();
    final List<Integer> flags = new ArrayList<>();
    final List<Integer> gsoTypes = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    /** Refuse frames after so many. */
    CapturedFrames room(final int newRoom)
    {
        room = newRoom;
        return this;
    }

    @Override
    public boolean transmit(final int interfaceIndex, final Frame frame)
    {
        if (frames.size() >= room)
        {
            return false;
        }
        final byte[] bytes = new byte[frame.length()];
        frame.buffer().getBytes(frame.offset(), bytes);
        frames.add(bytes);
        interfaces.add(interfaceIndex);
        flags.add(frame.flags());
        gsoTypes.add(frame.gsoType());
        return true;
    }
}
