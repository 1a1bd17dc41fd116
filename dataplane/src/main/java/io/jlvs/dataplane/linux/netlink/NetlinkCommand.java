/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane.linux.netlink;

import io.jlvs.dataplane.linux.Errno;

/**
 * A change that {@link NetlinkCommands} asks the kernel for. Immutable.
 */
public sealed interface NetlinkCommand
{
    /**
     * Add an address to an interface.
     *
     * @param address to add.
     */
    record AddAddress(AddressSpec address) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_NEWADDR " + address;
        }
    }

    /**
     * Take an address off an interface; that of another prefix length is left alone.
     *
     * @param address to remove.
     */
    record DeleteAddress(AddressSpec address) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_DELADDR " + address;
        }
    }

    /**
     * Add a route, before others to the same destination ({@code ip route prepend}).
     *
     * @param route to add.
     */
    record AddRoute(RouteSpec route) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_NEWROUTE " + route;
        }
    }

    /**
     * Delete a route of the same protocol.
     *
     * @param route to delete.
     */
    record DeleteRoute(RouteSpec route) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_DELROUTE " + route;
        }
    }

    /**
     * Add a rule.
     *
     * @param rule to add.
     */
    record AddRule(RuleSpec rule) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_NEWRULE " + rule;
        }
    }

    /**
     * Delete a rule of the same protocol.
     *
     * @param rule to delete.
     */
    record DeleteRule(RuleSpec rule) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_DELRULE " + rule;
        }
    }

    /**
     * Make an interface with a MAC address of its own on another one; mode private: it neither hears nor is heard by
     * others on the same parent. It is down.
     *
     * @param name        of the new interface.
     * @param parentIndex of the interface below.
     * @param mac         48 bits.
     */
    record AddMacvlan(String name, int parentIndex, long mac) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_NEWLINK macvlan " + name + " on interface " + parentIndex;
        }
    }

    /**
     * Delete an interface.
     *
     * @param interfaceIndex of the interface.
     */
    record DeleteLink(int interfaceIndex) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_DELLINK interface " + interfaceIndex;
        }
    }

    /**
     * Set an interface up or down.
     *
     * @param interfaceIndex of the interface.
     * @param isUp           what it shall be.
     */
    record SetLink(int interfaceIndex, boolean isUp) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return "RTM_NEWLINK interface " + interfaceIndex + (isUp ? " up" : " down");
        }
    }

    /**
     * Give an interface another MAC address.
     *
     * @param interfaceIndex of the interface.
     * @param mac            48 bits.
     */
    record SetMac(int interfaceIndex, long mac) implements NetlinkCommand
    {
        @Override
        public String toString()
        {
            return String.format("RTM_NEWLINK interface %d address %012x", interfaceIndex, mac);
        }
    }

    /**
     * Whether an error says that everything is as the command wants it: what shall be added is there (EEXIST), or what
     * shall be deleted is gone (with its interface: ENODEV; an address: EADDRNOTAVAIL; a route: ESRCH; a rule: ENOENT).
     *
     * @param errno positive error number.
     * @return true if there was nothing to do.
     */
    default boolean isNothingToDo(final int errno)
    {
        return switch (errno)
        {
            case Errno.EEXIST -> isAddition();
            case Errno.ENODEV, Errno.EADDRNOTAVAIL, Errno.ESRCH, Errno.ENOENT -> isDeletion();
            default -> false;
        };
    }

    /**
     * Whether it adds something.
     *
     * @return true for addresses, routes, rules and interfaces that are added.
     */
    default boolean isAddition()
    {
        return this instanceof AddAddress || this instanceof AddRoute || this instanceof AddRule ||
            this instanceof AddMacvlan;
    }

    private boolean isDeletion()
    {
        return this instanceof DeleteAddress || this instanceof DeleteRoute || this instanceof DeleteRule ||
            this instanceof DeleteLink;
    }
}
