/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.cnc;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

class ForwardingCellTest
{
    private static final long ODD_VERSION = 0x100;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(ForwardingCell.LENGTH));
    private final ForwardingCell cell = new ForwardingCell(buffer);

    @Test
    void shouldBeStartingBeforeAnythingIsSaid()
    {
        assertEquals(new ForwardingHealth(ForwardingState.STARTING, ""), cell.health());
        assertFalse(cell.health().isForwarding());
    }

    @Test
    void shouldBringEveryStateAcross()
    {
        for (final ForwardingState state : ForwardingState.values())
        {
            final String text = ForwardingState.FORWARDING == state ? "" : "worker \u00fc of " + state;
            cell.health(new ForwardingHealth(state, text));

            assertEquals(new ForwardingHealth(state, text), cell.health());
        }
    }

    @Test
    void shouldAllocateNothingWhenForwarding()
    {
        cell.health(ForwardingHealth.FORWARDING);

        assertSame(ForwardingHealth.FORWARDING, cell.health());
    }

    @Test
    void shouldCutALongText()
    {
        cell.health(new ForwardingHealth(ForwardingState.NO_INTERFACE, "x".repeat(1_000)));

        assertEquals("x".repeat(ForwardingCell.MAX_TEXT_LENGTH), cell.health().text());
    }

    @Test
    void shouldLeaveTheTextOutWhenTheDirectorStoppedWhileItWrote()
    {
        cell.health(new ForwardingHealth(ForwardingState.NO_INTERFACE, "none"));
        buffer.putLong(0, buffer.getLong(0) + ODD_VERSION);

        assertEquals(new ForwardingHealth(ForwardingState.NO_INTERFACE, ""), cell.health());
    }

    @Test
    void shouldNeverShowATextWithTheStateOfAnother() throws InterruptedException
    {
        final ForwardingHealth one = new ForwardingHealth(ForwardingState.NO_INTERFACE, "1".repeat(200));
        final ForwardingHealth two = new ForwardingHealth(ForwardingState.WORKER_SILENT, "2".repeat(90));
        cell.health(one);
        final Thread writer = new Thread(() ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                cell.health(0 == i % 2 ? two : one);
            }
        });

        writer.start();
        while (writer.isAlive())
        {
            final ForwardingHealth health = cell.health();
            if (!health.text().isEmpty())
            {
                assertEquals(ForwardingState.NO_INTERFACE == health.state() ? one : two, health);
            }
        }
        writer.join();
    }
}
