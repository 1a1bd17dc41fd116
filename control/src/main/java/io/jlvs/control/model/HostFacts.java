/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of the machine a configuration refers to, so that a wrong name is found when the file is read.
 */
public interface HostFacts
{
    /** The machine on which this runs. */
    HostFacts LOCAL = new LocalHostFacts();

    /**
     * Whether a network interface exists.
     *
     * @param name of the interface.
     * @return true if it does.
     */
    boolean hasInterface(String name);

    /**
     * Whether an interface has an address from which adverts can be sent.
     *
     * @param interfaceName of the interface.
     * @param isIpv6        family; for IPv6 a link-local address counts.
     * @return true if it has one.
     */
    boolean hasAddress(String interfaceName, boolean isIpv6);

    /**
     * Whether a script can be run.
     *
     * @param path absolute path, or a name that is looked up in the directories of PATH.
     * @return true if it can.
     */
    boolean isExecutable(String path);

    /**
     * Whether somebody else than root could change what a script does.
     *
     * @param path absolute path of the script.
     * @return the first part of the path, from the root on, that others may change; empty if there is none.
     */
    Optional<String> unsafePart(String path);

    /**
     * Whether a user exists.
     *
     * @param name or number.
     * @return true if it does.
     */
    boolean hasUser(String name);

    /**
     * Whether a group exists.
     *
     * @param name or number.
     * @return true if it does.
     */
    boolean hasGroup(String name);

    /**
     * A name of iproute2.
     *
     * @param file in its directories: {@code rt_tables}, {@code rt_scopes} or {@code rt_protos}.
     * @param name to look up.
     * @return its number, empty if the file has no such name.
     */
    OptionalInt routeNumber(String file, String name);
}
