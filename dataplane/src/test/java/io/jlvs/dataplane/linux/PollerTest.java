/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PollerTest
{
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);

    private final Poller poller = new Poller();
    private final EventFd first = new EventFd();
    private final EventFd second = new EventFd();

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(first, second);
    }

    @Test
    void shouldReturnAtOnceWhenNothingIsThereAndNoTimeIsGiven()
    {
        poller.add(first);

        assertEquals(0, poller.poll(0));
        assertEquals(0, poller.poll(-1));
        assertFalse(poller.isReady(first));
    }

    @Test
    void shouldWaitAsLongAsItIsTold()
    {
        poller.add(first);
        final long timeoutNs = 1_300_000;
        final long beganNs = System.nanoTime();

        assertEquals(0, poller.poll(timeoutNs));

        final long tookNs = System.nanoTime() - beganNs;
        assertTrue(timeoutNs <= tookNs, "took " + tookNs + " ns");
    }

    @Test
    void shouldTellWhoIsReady()
    {
        poller.add(first);
        poller.add(second);
        second.signal();

        assertEquals(1, poller.poll(LONG_NS));

        assertFalse(poller.isReady(first));
        assertTrue(poller.isReady(second));
    }

    @Test
    void shouldBeWokenByAnotherThread() throws InterruptedException
    {
        poller.add(first);
        final Thread waker = new Thread(first::signal);

        waker.start();
        final int ready = poller.poll(LONG_NS);

        waker.join();
        assertEquals(1, ready);
        assertEquals(1, first.clear());
        assertEquals(0, poller.poll(0));
    }

    @Test
    void shouldForgetWhoWasRemoved()
    {
        poller.add(first);
        poller.add(second);
        first.signal();
        second.signal();

        poller.remove(first);

        assertEquals(1, poller.poll(LONG_NS));
        assertFalse(poller.isReady(first));
        assertTrue(poller.isReady(second));
    }

    @Test
    void shouldGrow()
    {
        final List<EventFd> many = new ArrayList<>();
        try
        {
            for (int i = 0; i < 40; i++)
            {
                many.add(new EventFd());
                poller.add(many.get(i));
            }
            many.get(0).signal();
            many.get(39).signal();

            assertEquals(2, poller.poll(LONG_NS));

            for (int i = 0; i < many.size(); i++)
            {
                assertEquals(0 == i || 39 == i, poller.isReady(many.get(i)), "member " + i);
            }
        }
        finally
        {
            CloseHelper.closeAll(many);
        }
    }

    @Test
    void shouldCountSignalsUntilTheyAreCleared()
    {
        assertEquals(0, first.clear());
        first.signal();
        first.signal();

        assertEquals(2, first.clear());
        assertEquals(0, first.clear());
    }

    @Test
    void shouldRefuseASignalAfterItWasClosed()
    {
        first.close();

        assertThrows(IllegalStateException.class, first::signal);
    }
}
