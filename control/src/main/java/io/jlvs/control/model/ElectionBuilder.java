/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.VrrpVersion;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds what decides who is master. An instance reads one block.
 */
final class ElectionBuilder
{
    private static final int MAX_PRIORITY = ElectionSettings.OWNER_PRIORITY;
    private static final int DEFAULT_PRIORITY = 100;
    private static final int DEFAULT_ADVERTS = 3;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CENTISECOND_NS = SECOND_NS / 100;
    private static final long MAX_V2_NS = 255 * SECOND_NS;
    private static final long MAX_V3_NS = 4095 * CENTISECOND_NS;
    private static final long MAX_PREEMPT_DELAY_NS = 1000 * SECOND_NS;

    private final InstanceScope scope;
    private final Values values;

    ElectionBuilder(final InstanceScope scope)
    {
        this.scope = scope;
        this.values = scope.values();
    }

    ElectionSettings build(final Authentication authentication, final GratuitousSettings gratuitous)
    {
        final Optional<Boolean> wanted = wantedMaster();
        final int priority = priority(wanted.orElse(false));
        final boolean isOwner = MAX_PRIORITY == priority;
        final boolean isMaster = isMaster(wanted, isOwner, authentication);
        final boolean isPreempting = isPreempting(wanted.orElse(isOwner), isOwner);

        return new ElectionSettings(
            scope.version(),
            priority,
            advertIntervalNs(),
            downTimerAdverts(),
            isMaster,
            isPreempting,
            preemptDelayNs(isMaster, isPreempting),
            scope.strictFlag("lower_prio_no_advert", scope.defaults().isSilentToLowerPriority(), true),
            scope.strictFlag("higher_prio_send_advert", scope.defaults().isAnsweringHigherPriority(), false),
            values.bool("owner_ignore_adverts").orElse(scope.defaults().isOwnerIgnoringAdverts()),
            scope.defaults().startupDelayNs(),
            gratuitous);
    }

    private Optional<Boolean> wantedMaster()
    {
        final Optional<Word> word = values.word("state");
        if (word.isEmpty())
        {
            return Optional.empty();
        }

        switch (word.get().text())
        {
            case "MASTER":
                return Optional.of(true);

            case "BACKUP":
                return Optional.of(false);

            default:
                values.invalid("state", word.get(), "MASTER or BACKUP", "BACKUP is taken");
                return Optional.of(false);
        }
    }

    /** Without a priority a wanted master is the owner, as in keepalived. */
    private int priority(final boolean isWantedMaster)
    {
        final Optional<Word> word = values.word("priority");
        if (word.isPresent())
        {
            return values.number("priority", word.get(), 1, MAX_PRIORITY, DEFAULT_PRIORITY + " is taken")
                .map(Long::intValue).orElse(DEFAULT_PRIORITY);
        }

        return isWantedMaster ? MAX_PRIORITY : DEFAULT_PRIORITY;
    }

    private boolean isMaster(
        final Optional<Boolean> wanted, final boolean isOwner, final Authentication authentication)
    {
        if (scope.isStrict() && wanted.isPresent() && wanted.get() != isOwner)
        {
            scope.report().error(scope.place("state"), "in strict mode 'state MASTER' and priority " + MAX_PRIORITY +
                " go together; " + (isOwner ? "MASTER" : "BACKUP") + " is taken");
            return isOwner;
        }
        if (wanted.orElse(false) && !isOwner && authentication instanceof Authentication.Header)
        {
            scope.report().error(scope.place("state"), "'state MASTER' does not go with AH, whose sequence has to be " +
                "heard first; BACKUP is taken");
            return false;
        }

        return wanted.orElse(isOwner);
    }

    private boolean isPreempting(final boolean isMaster, final boolean isOwner)
    {
        if (!scope.has("nopreempt") || lastPreempts())
        {
            return true;
        }
        if (isMaster || isOwner)
        {
            scope.report().warning(scope.place("nopreempt"),
                "'nopreempt' has no effect with 'state MASTER' or priority 255; write 'state BACKUP'");
            return true;
        }

        return false;
    }

    /** Of {@code preempt} and {@code nopreempt} the last one counts. */
    private boolean lastPreempts()
    {
        return values.line("preempt", "nopreempt").filter((line) -> "preempt".equals(line.name())).isPresent();
    }

    private long preemptDelayNs(final boolean isMaster, final boolean isPreempting)
    {
        final long delayNs = values.timer("preempt_delay", 0, MAX_PREEMPT_DELAY_NS).orElse(0L);
        final String against = isMaster ? "'state MASTER'" :
            scope.isStrict() ? "strict mode" : !isPreempting ? "'nopreempt'" : "";
        if (delayNs > 0 && !against.isEmpty())
        {
            scope.report().warning(scope.place("preempt_delay"),
                "'preempt_delay' does not go with " + against + "; it is left out");
            return 0;
        }

        return delayNs;
    }

    private int downTimerAdverts()
    {
        final int adverts = VrrpDefaultsBuilder.downTimerAdverts(values, "down_timer_adverts")
            .orElse(scope.defaults().downTimerAdverts());
        if (scope.isStrict() && adverts != DEFAULT_ADVERTS)
        {
            scope.report().error(scope.place("down_timer_adverts"),
                "strict mode wants 'down_timer_adverts " + DEFAULT_ADVERTS + "'; it is taken");
            return DEFAULT_ADVERTS;
        }

        return adverts;
    }

    private long advertIntervalNs()
    {
        final long wantedNs = values.timer("advert_int", CENTISECOND_NS, MAX_V2_NS).orElse(SECOND_NS);
        final boolean isV2 = VrrpVersion.V2 == scope.version();
        final long unitNs = isV2 ? SECOND_NS : CENTISECOND_NS;
        final long roundedNs = (wantedNs + unitNs / 2) / unitNs * unitNs;
        final long takenNs = Math.max(unitNs, Math.min(isV2 ? MAX_V2_NS : MAX_V3_NS, roundedNs));
        if (takenNs != wantedNs)
        {
            scope.report().error(scope.place("advert_int"), "'advert_int " + values.text("advert_int").orElse("") +
                "': version " + scope.version().number() + " wants " +
                (isV2 ? "whole seconds from 1 to 255" : "hundredths from 0.01 to 40.95 s") + "; " +
                Values.seconds(takenNs) + " is taken");
        }

        return takenNs;
    }
}
