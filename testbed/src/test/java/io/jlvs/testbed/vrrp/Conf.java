/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

/**
 * Text of keepalived.conf: what all labs have in common. What a test is about, it says in lines of its own.
 */
final class Conf
{
    /** Of the director that is to be master. */
    static final int HIGH = 200;
    /** Of the other one. */
    static final int LOW = 150;

    private Conf()
    {
    }

    /**
     * The global part.
     *
     * @param lines further ones.
     * @return text.
     */
    static String globals(final String lines)
    {
        return """
            global_defs {
                router_id lab
                script_user root
            %s}
            """.formatted(lines.indent(4));
    }

    /**
     * A virtual router on eth0, VI_ and its id.
     *
     * @param virtualRouterId of it.
     * @param priority        here.
     * @param addresses       one a line.
     * @param lines           further ones.
     * @return text.
     */
    static String instance(
        final int virtualRouterId, final int priority, final String addresses, final String lines)
    {
        return instanceOn("eth0", virtualRouterId, priority, addresses, lines);
    }

    /**
     * A virtual router, VI_ and its id.
     *
     * @param interfaceName   on which it speaks.
     * @param virtualRouterId of it.
     * @param priority        here.
     * @param addresses       one a line.
     * @param lines           further ones.
     * @return text.
     */
    static String instanceOn(
        final String interfaceName,
        final int virtualRouterId,
        final int priority,
        final String addresses,
        final String lines)
    {
        return """
            vrrp_instance VI_%d {
                state BACKUP
                interface %s
                virtual_router_id %d
                priority %d
            %s    virtual_ipaddress {
            %s    }
            }
            """.formatted(
            virtualRouterId, interfaceName, virtualRouterId, priority, lines.indent(4), addresses.indent(8));
    }
}
