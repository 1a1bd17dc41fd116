/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.perf.http;

import java.util.List;

/**
 * What stands between the client and the servers.
 */
enum Way
{
    /** Nothing: the client's own routes lead to both servers, by a hash over addresses and ports. */
    DIRECT("direct")
    {
        @Override
        void open(final HttpLab lab, final List<String> directorOptions)
        {
            lab.balanceAtClient();
        }
    },

    /** The kernel's routing on the director's host, by the same hash: what a host in between costs at the least. */
    KERNEL("kernel ip_forward")
    {
        @Override
        void open(final HttpLab lab, final List<String> directorOptions)
        {
            lab.balanceByKernel();
        }
    },

    /** A director that takes the best it finds: on virtual Ethernet, generic XDP. */
    JLVS("jlvs --io auto")
    {
        @Override
        void open(final HttpLab lab, final List<String> directorOptions)
        {
            lab.balanceByDirector("auto", directorOptions);
        }
    },

    /** A director without XDP. */
    JLVS_AF_PACKET("jlvs --io af_packet")
    {
        @Override
        void open(final HttpLab lab, final List<String> directorOptions)
        {
            lab.balanceByDirector("af_packet", directorOptions);
        }
    },

    /** HAProxy in TCP mode with as many threads as there are cores, its default. */
    HAPROXY("haproxy, mode tcp")
    {
        @Override
        void open(final HttpLab lab, final List<String> directorOptions)
        {
            lab.balanceByHaproxy();
        }
    },

    /** Destination NAT in the kernel; masquerading brings the answers back through it. */
    NFTABLES("nftables dnat")
    {
        @Override
        void open(final HttpLab lab, final List<String> directorOptions)
        {
            lab.balanceByNftables();
        }
    };

    private final String label;

    Way(final String label)
    {
        this.label = label;
    }

    /** For the report. */
    String label()
    {
        return label;
    }

    /** Set it up in a lab that has none yet. */
    abstract void open(HttpLab lab, List<String> directorOptions);
}
