/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.engine;

import io.jlvs.dataplane.cnc.AddressLease;
import io.jlvs.dataplane.cnc.AddressLeaseFlyweight;
import io.jlvs.dataplane.cnc.LeaseState;
import io.jlvs.dataplane.cnc.LeasedAddress;
import io.jlvs.dataplane.engine.AddressRemover.Outcome;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Watches the leases of control processes and takes their addresses off when one runs out. It goes by its own monotonic
 * clock and by whether a holder gave a sign since the last look, so that no other clock and no change of the wall clock
 * matters, and a director that was stopped itself sees the signs that came meanwhile first. Conductor only.
 */
final class AddressLeaseWatch
{
    private static final Logger LOGGER = Logger.getLogger(AddressLeaseWatch.class.getName());
    /** The kernel may be out of memory for a moment. */
    private static final int MAX_ATTEMPTS = 3;

    private final AddressLeaseFlyweight[] slots;
    private final Seen[] seen;
    private final AddressRemover remover;
    private final NanoClock clock;
    private final ConductorCounters counters;
    private final ErrorHandler errorHandler;

    /**
     * A watch over all leases of a director.
     *
     * @param leasesBuffer of its {@code cnc.dat}.
     * @param remover      takes addresses off.
     * @param clock        monotonic.
     * @param counters     of the conductor.
     * @param errorHandler takes what goes wrong, and each lease that runs out.
     */
    AddressLeaseWatch(
        final AtomicBuffer leasesBuffer,
        final AddressRemover remover,
        final NanoClock clock,
        final ConductorCounters counters,
        final ErrorHandler errorHandler)
    {
        this.slots = AddressLeaseFlyweight.all(leasesBuffer);
        this.remover = remover;
        this.clock = clock;
        this.counters = counters;
        this.errorHandler = errorHandler;
        seen = new Seen[slots.length];
        for (int i = 0; i < seen.length; i++)
        {
            seen[i] = new Seen();
        }
    }

    /**
     * Look at all leases.
     *
     * @return number of leases that ran out.
     */
    int poll()
    {
        // Before the signs are looked at: whatever delays this thread now does not count against a holder.
        final long nowNs = clock.nanoTime();
        int count = 0;
        for (int i = 0; i < slots.length; i++)
        {
            final AddressLeaseFlyweight slot = slots[i];
            final Seen last = seen[i];
            final long word = slot.word();
            final long heartbeats = slot.heartbeats();
            if (word != last.word || heartbeats != last.heartbeats)
            {
                onSign(slot, last, word, heartbeats);
            }
            else if (AddressLeaseFlyweight.state(word).isWatched() && nowNs - last.signNs > last.leaseNs)
            {
                count += expire(slot, word, nowNs - last.signNs);
            }
        }

        return count;
    }

    private void onSign(
        final AddressLeaseFlyweight slot, final Seen last, final long word, final long heartbeats)
    {
        if (word != last.word)
        {
            final boolean isWatched = AddressLeaseFlyweight.state(word).isWatched();
            if (isWatched && !AddressLeaseFlyweight.state(last.word).isWatched())
            {
                LOGGER.info(slot.name() + " (pid " + slot.pid() + ") leases addresses: they are taken off when it is " +
                    "silent for " + TimeUnit.NANOSECONDS.toMillis(slot.leaseNs(word)) + " ms");
            }

            last.word = word;
            last.leaseNs = Math.max(
                AddressLease.MIN_LEASE_NS, Math.min(slot.leaseNs(word), AddressLease.MAX_LEASE_NS));
            last.addressCount = isWatched ? slot.addressCount(word) : 0;
            countLeased();
        }

        last.heartbeats = heartbeats;
        // After the sign was seen: this thread may have been stopped in between.
        last.signNs = clock.nanoTime();
    }

    private int expire(final AddressLeaseFlyweight slot, final long word, final long silentNs)
    {
        final long expiring = slot.change(word, LeaseState.EXPIRING);
        if (expiring == word)
        {
            return 0;
        }

        final Map<Outcome, List<LeasedAddress>> outcomes = takeOff(slot, expiring);
        slot.change(expiring, LeaseState.EXPIRED);
        counters.onLeaseExpired(outcomes.get(Outcome.REMOVED).size(), outcomes.get(Outcome.REFUSED).size());

        final StringJoiner text = new StringJoiner("; ");
        text.add(slot.name() + " (pid " + slot.pid() + ") has been silent for " +
            TimeUnit.NANOSECONDS.toMillis(silentNs) + " ms: " +
            describe("took off ", outcomes.get(Outcome.REMOVED), "no address was taken off"));
        for (final Outcome outcome : List.of(Outcome.ABSENT, Outcome.REFUSED))
        {
            if (!outcomes.get(outcome).isEmpty())
            {
                text.add(describe(
                    Outcome.ABSENT == outcome ? "not there: " : "COULD NOT TAKE OFF ", outcomes.get(outcome), ""));
            }
        }

        errorHandler.onError(new IllegalStateException(text.toString()));
        // The handler leaves lines out when there are many; this one says which addresses this host has no more.
        LOGGER.severe(text.toString());

        return 1;
    }

    private Map<Outcome, List<LeasedAddress>> takeOff(final AddressLeaseFlyweight slot, final long word)
    {
        final Map<Outcome, List<LeasedAddress>> outcomes = new EnumMap<>(Outcome.class);
        for (final Outcome outcome : Outcome.values())
        {
            outcomes.put(outcome, new ArrayList<>());
        }

        List<LeasedAddress> addresses = slot.addresses(word);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS && !addresses.isEmpty(); attempt++)
        {
            outcomes.get(Outcome.REFUSED).clear();
            final List<Outcome> answers = remove(addresses);
            for (int i = 0; i < answers.size(); i++)
            {
                outcomes.get(answers.get(i)).add(addresses.get(i));
            }

            addresses = List.copyOf(outcomes.get(Outcome.REFUSED));
        }

        return outcomes;
    }

    private List<Outcome> remove(final List<LeasedAddress> addresses)
    {
        try
        {
            return remover.remove(addresses);
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
            return Collections.nCopies(addresses.size(), Outcome.REFUSED);
        }
    }

    private static String describe(final String verb, final List<LeasedAddress> addresses, final String none)
    {
        return addresses.isEmpty() ?
            none : verb + addresses.stream().map(LeasedAddress::toString).collect(Collectors.joining(", "));
    }

    private void countLeased()
    {
        int count = 0;
        for (final Seen last : seen)
        {
            count += last.addressCount;
        }

        counters.addressesLeased(count);
    }

    /** What the last look at a place found. */
    private static final class Seen
    {
        private long word;
        private long heartbeats;
        private long leaseNs;
        private int addressCount;
        private long signNs;
    }
}
