/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.doctor;

import java.util.List;

/**
 * A judgement over facts. Stateless and without effects.
 */
public interface DoctorCheck
{
    /**
     * Short name, shown with each finding.
     *
     * @return such as "arp".
     */
    String name();

    /**
     * What it looks at, for the line that says that all is well.
     *
     * @return a few words.
     */
    String subject();

    /**
     * Judge.
     *
     * @param facts of the host, its director and its wire.
     * @return what was found; empty if all is well.
     */
    List<Finding> judge(Facts facts);
}
