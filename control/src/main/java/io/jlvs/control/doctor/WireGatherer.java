/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;


import io.jlvs.dataplane.text.InetText;

import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapNativeException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks for the virtual addresses on their segments, a few times, and listens meanwhile. Nothing else is sent. One
 * thread, used once.
 */
final class WireGatherer
{
    private static final int ROUND_COUNT = 3;
    private static final long ROUND_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Questions between two looks at the wire, so that a thousand addresses are no burst that switches limit. */
    private static final int QUESTION_LIMIT = 16;
    private static final int POLL_LIMIT = 256;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Set<InetAddress> addresses;
    private final ProbePlan plan;
    private final Map<String, WireTap> taps = new LinkedHashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<Heard.AddressAnswer> answers = new LinkedHashSet<>();
    private final List<Heard.RouterAdvert> adverts = new ArrayList<>();

    WireGatherer(final Host host, final ExaminedConfiguration examined)
    {
        addresses = examined.addresses();
        plan = ProbePlan.of(host, examined);
    }

    /**
     * Ask and listen.
     *
     * @param duration how long to listen; adverts of VRRP are heard if it is longer than their interval.
     * @return what was heard.
     */
    WireFacts gather(final Duration duration)
    {
        try
        {
            plan.interfaces().forEach(this::open);
            final List<ProbePlan.Question> questions = plan.questions().stream()
                .filter((question) -> taps.containsKey(question.probed().interfaceName())).toList();
            listen(questions, duration);

            return new WireFacts(
                duration.toMillis(),
                questions.stream().map(ProbePlan.Question::probed).toList(),
                answers,
                adverts,
                List.copyOf(problems));
        }
        catch (final NotOpenException ex)
        {
            throw new IllegalStateException("a tap was closed while it was used", ex);
        }
        finally
        {
            taps.values().forEach(WireTap::close);
        }
    }

    private void listen(final List<ProbePlan.Question> questions, final Duration duration) throws NotOpenException
    {
        final long startNs = System.nanoTime();
        int askedCount = 0;
        while (!taps.isEmpty() && System.nanoTime() - startNs < duration.toNanos())
        {
            for (int i = 0; i < QUESTION_LIMIT && askedCount < ROUND_COUNT * questions.size() &&
                System.nanoTime() - startNs >= askedCount / questions.size() * ROUND_INTERVAL_NS; i++)
            {
                ask(questions.get(askedCount % questions.size()));
                askedCount++;
            }
            for (final WireTap tap : taps.values())
            {
                tap.poll(this::onHeard, POLL_LIMIT);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void onHeard(final Heard heard)
    {
        if (heard instanceof Heard.RouterAdvert advert)
        {
            adverts.add(advert);
        }
        else if (heard instanceof Heard.AddressAnswer answer && addresses.contains(answer.address()))
        {
            answers.add(answer);
        }
    }

    private void open(final String interfaceName)
    {
        try
        {
            taps.put(interfaceName, WireTap.open(interfaceName));
        }
        catch (final PcapNativeException | NotOpenException ex)
        {
            problems.add("cannot listen on " + interfaceName + ": " + ex.getMessage());
        }
    }

    private void ask(final ProbePlan.Question question) throws NotOpenException
    {
        final WireFacts.Probed probed = question.probed();
        try
        {
            for (final byte[] frame : question.frames())
            {
                taps.get(probed.interfaceName()).send(frame);
            }
        }
        catch (final PcapNativeException ex)
        {
            problems.add("cannot ask for " + InetText.of(probed.address()) + " on " + probed.interfaceName() + ": " +
                ex.getMessage());
        }
    }
}
