/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import java.util.ArrayList;
import java.util.List;

/**
 * What was done. Immutable.
 *
 * @param changed  what the kernel added or deleted; what was as wanted before is not named.
 * @param failures what is not as wanted.
 */
public record AddressReport(List<String> changed, List<AddressFailure> failures)
{
    /** Nothing was to be done. */
    public static final AddressReport NONE = new AddressReport(List.of(), List.of());

    /**
     * Keep copies.
     */
    public AddressReport
    {
        changed = List.copyOf(changed);
        failures = List.copyOf(failures);
    }

    static AddressReport ofFailures(final List<AddressFailure> failures)
    {
        return new AddressReport(List.of(), failures);
    }

    /**
     * Whether anything was done or failed.
     *
     * @return false if there is nothing to tell.
     */
    public boolean isEmpty()
    {
        return changed.isEmpty() && failures.isEmpty();
    }

    AddressReport and(final AddressReport next)
    {
        final List<String> allChanged = new ArrayList<>(changed);
        allChanged.addAll(next.changed);
        final List<AddressFailure> allFailures = new ArrayList<>(failures);
        allFailures.addAll(next.failures);
        return new AddressReport(allChanged, allFailures);
    }
}
