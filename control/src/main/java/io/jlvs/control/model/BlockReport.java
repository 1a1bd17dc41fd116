/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Position;

/**
 * Messages about one block, which begin with its name.
 *
 * @param label       kind and name of the block, as {@code vrrp_instance VI_1}.
 * @param diagnostics collects them.
 */
record BlockReport(String label, Diagnostics diagnostics)
{
    void error(final Position position, final String text)
    {
        diagnostics.error(position, label + ": " + text);
    }

    void warning(final Position position, final String text)
    {
        diagnostics.warning(position, label + ": " + text);
    }

    void note(final Position position, final String text)
    {
        diagnostics.note(position, label + ": " + text);
    }
}
