/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.table;

import io.jlvs.dataplane.packet.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConnectionExpiryTest
{
    private static final int CAPACITY = 10_000;
    private static final int MAX_TICKS = Timeouts.MAX_SECONDS * Timeouts.TICKS_PER_SECOND;

    private final UnsafeBuffer region = FlowTableTest.region(false, CAPACITY, 2);
    private final UnsafeBuffer holds = PersistenceTemplates.allocateHolds(CAPACITY);
    private final FlowTable table = new FlowTable(region, 0);
    private final Timeouts timeouts = new Timeouts();
    private int expired;

    @Test
    void shouldCompareTicksOverAWrapOfTheClock()
    {
        assertFalse(ConnectionExpiry.isExpired(99, 0, 100));
        assertTrue(ConnectionExpiry.isExpired(100, 0, 100));
        assertFalse(ConnectionExpiry.isExpired(Integer.MIN_VALUE + 49, Integer.MAX_VALUE - 49, 100));
        assertTrue(ConnectionExpiry.isExpired(Integer.MIN_VALUE + 50, Integer.MAX_VALUE - 49, 100));
        assertFalse(ConnectionExpiry.isExpired(Integer.MAX_VALUE - 9, Integer.MAX_VALUE - 49, 100));
        assertFalse(ConnectionExpiry.isExpired(MAX_TICKS - 1, 0, MAX_TICKS));
        assertTrue(ConnectionExpiry.isExpired(Integer.MAX_VALUE - 1 + MAX_TICKS, Integer.MAX_VALUE - 1, MAX_TICKS));
        assertFalse(ConnectionExpiry.isExpired(0, 1_000_000, 100), "last seen in the future");
    }

    @Test
    void shouldTellWhatIsLeft()
    {
        assertEquals(100, ConnectionExpiry.remainingTicks(5, 5, 100));
        assertEquals(60, ConnectionExpiry.remainingTicks(45, 5, 100));
        assertEquals(-1, ConnectionExpiry.remainingTicks(106, 5, 100));
        assertEquals(100, ConnectionExpiry.remainingTicks(5, 1_000, 100), "last seen in the future");
    }

    @Test
    void shouldClampARecoveredTimeToNow()
    {
        assertEquals(7, ConnectionExpiry.clamp(10, 7));
        assertEquals(10, ConnectionExpiry.clamp(10, 11));
        assertEquals(Integer.MIN_VALUE, ConnectionExpiry.clamp(Integer.MIN_VALUE, Integer.MIN_VALUE + 5));
        assertEquals(Integer.MAX_VALUE, ConnectionExpiry.clamp(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    @Test
    void shouldEndWhatIsDueWithinASecondOfItsTime()
    {
        final ConnectionExpiry expiry = expiry(table, 0);
        for (int i = 0; i < 5_000; i++)
        {
            insert(table, i, i % 10, ConnectionState.SYN_RECV);
        }

        int now = 0;
        while (now < 5_999)
        {
            now++;
            assertEquals(0, expiry.expire(now, CAPACITY, this::onExpired), "at " + now);
        }
        int ended = 0;
        while (now < 6_000 + 9 + 101)
        {
            now++;
            ended += expiry.expire(now, CAPACITY, this::onExpired);
        }

        assertEquals(5_000, ended);
        assertEquals(5_000, expired);
        assertEquals(0, table.size());
    }

    @Test
    void shouldVisitAPartOfTheTableInEachCall()
    {
        final ConnectionExpiry expiry = expiry(table, 0);
        for (int i = 0; i < 5_000; i++)
        {
            insert(table, i, -100_000, ConnectionState.SYN_RECV);
        }

        assertEquals(0, expiry.expire(0, CAPACITY, this::onExpired), "no time has passed");
        final int afterOneTick = expiry.expire(1, CAPACITY, this::onExpired);
        assertTrue(afterOneTick > 20 && afterOneTick < 80, "about a hundredth, not " + afterOneTick);
        final int limited = expiry.expire(51, 10, this::onExpired);
        assertTrue(limited <= 10, "at most 10, not " + limited);
        int total = afterOneTick + limited;
        for (int i = 0; i < 1_000; i++)
        {
            total += expiry.expire(101, 10, this::onExpired);
        }
        assertEquals(5_000, total);
    }

    @Test
    void shouldNotRunAfterALongSleepLongerThanOnePass()
    {
        final ConnectionExpiry expiry = expiry(table, 0);

        expiry.expire(1_000_000, CAPACITY, this::onExpired);
        insert(table, 1, -100_000, ConnectionState.SYN_RECV);

        assertEquals(0, expiry.expire(1_000_000, CAPACITY, this::onExpired));
        assertEquals(1, expiry.expire(1_000_100, CAPACITY, this::onExpired));
    }

    @Test
    void shouldLeaveEntriesOfOtherWorkersAlone()
    {
        final FlowTable other = new FlowTable(region, 1);
        insert(table, 1, 0, ConnectionState.CLOSE);
        insert(other, 2, 0, ConnectionState.CLOSE);

        assertEquals(1, expiry(table, 0).expire(2_000, CAPACITY, this::onExpired));
        assertEquals(0, table.size());
        assertEquals(1, other.size());
        assertEquals(1, expiry(other, 0).expire(2_000, CAPACITY, this::onExpired));
        assertEquals(0, other.size());
    }

    @Test
    void shouldUseTheTimeoutOfTheStateAndOfTheProtocol()
    {
        final ConnectionExpiry expiry = expiry(table, 0);
        final int close = insert(table, 1, 0, ConnectionState.CLOSE);
        final int established = insert(table, 2, 0, ConnectionState.ESTABLISHED);
        final int udp =
            table.insert(IpProtocol.UDP, 0, 3, 3, 0, 4, 80, ConnectionState.UDP, 0, 1, 0, 0);

        assertFalse(expiry.isExpired(close, 999));
        assertTrue(expiry.isExpired(close, 1_000));
        assertFalse(expiry.isExpired(established, 89_999));
        assertTrue(expiry.isExpired(established, 90_000));
        assertFalse(expiry.isExpired(udp, 29_999));
        assertTrue(expiry.isExpired(udp, 30_000));
    }

    @Test
    void shouldBringAnEntryFromTheFutureBackToNow()
    {
        final ConnectionExpiry expiry = expiry(table, 0);
        final int slot = insert(table, 1, 500_000, ConnectionState.CLOSE);

        assertEquals(0, expiry.expire(100, CAPACITY, this::onExpired));
        assertEquals(100, table.lastSeenTicks(slot));
        assertEquals(1, expiry.expire(1_200, CAPACITY, this::onExpired));
    }

    private ConnectionExpiry expiry(final FlowTable of, final int nowTicks)
    {
        return new ConnectionExpiry(of, new PersistenceTemplates(of, holds), timeouts, nowTicks);
    }

    private void onExpired(final FlowTable from, final int slot)
    {
        assertTrue(from.isLive(slot));
        expired++;
    }

    private static int insert(final FlowTable into, final int port, final int lastSeenTicks, final int state)
    {
        return into.insert(
            IpProtocol.TCP, 0, 0x0A00_0000L + port, port, 0, 0x0A00_0064L, 80, state, 0, 1, lastSeenTicks, 0);
    }
}
