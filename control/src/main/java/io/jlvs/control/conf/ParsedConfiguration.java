/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.conf;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the parser made of a file and its includes.
 *
 * @param file        that was parsed.
 * @param nodes       accepted statements of the top level, in order.
 * @param diagnostics everything that was found.
 * @param notYet      keywords that keepalived knows and that do nothing here yet, each once, where first seen.
 */
public record ParsedConfiguration(
    String file, List<ConfigNode> nodes, List<Diagnostic> diagnostics, List<Word> notYet)
{
    /**
     * The one warning that names the keywords that do nothing yet. It is no fault of the file and does not count when
     * a file is tested.
     *
     * @return the warning, or empty if there are none.
     */
    public Optional<Diagnostic> notYetWarning()
    {
        if (notYet.isEmpty())
        {
            return Optional.empty();
        }

        final String names = notYet.stream().map(Word::text).collect(Collectors.joining(", "));
        return Optional.of(new Diagnostic(
            file, 0, 0, Severity.WARNING, "known keywords that do nothing in this version yet: " + names));
    }
}
