/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

/**
 * Ways of speaking VRRP; all of them run at once on a pair, each with a virtual router of its own.
 */
enum Variant
{
    V2_NONE(51, "10.0.0.101", "version 2", "10.0.0.101/32"),
    V2_PASS(52, "10.0.0.102", "version 2 authentication PASS", "10.0.0.102/32"),
    V2_AH(53, "10.0.0.103", "version 2 authentication AH", "10.0.0.103/32"),
    V3(54, "10.0.0.104", "version 3", "10.0.0.104/32"),
    V3_IPV6(55, "fd00::105", "version 3", "fe80::105/64 fd00::105/128");

    private static final String AUTHENTICATION = " authentication ";

    private final int virtualRouterId;
    private final String address;
    private final String speech;
    private final String addresses;

    Variant(final int virtualRouterId, final String address, final String speech, final String addresses)
    {
        this.virtualRouterId = virtualRouterId;
        this.address = address;
        this.speech = speech;
        this.addresses = addresses;
    }

    /**
     * The address that tells who is master.
     *
     * @return without prefix length.
     */
    String address()
    {
        return address;
    }

    /**
     * Name of its instance.
     *
     * @return such as "VI_51".
     */
    String instance()
    {
        return "VI_" + virtualRouterId;
    }

    /**
     * Its block of keepalived.conf.
     *
     * @param priority of the instance.
     * @param lines    further ones.
     * @return text.
     */
    String block(final int priority, final String lines)
    {
        final int split = speech.indexOf(AUTHENTICATION);
        final String version = split < 0 ? speech : speech.substring(0, split);
        final String authentication = split < 0 ? "" : """
                authentication {
                    auth_type %s
                    auth_pass 1111
                }
            """.formatted(speech.substring(split + AUTHENTICATION.length()));
        return """
            vrrp_instance %s {
                state BACKUP
                interface eth0
                virtual_router_id %d
                priority %d
                advert_int 1
                %s
            %s    virtual_ipaddress {
                    %s
                }
            %s
            }
            """.formatted(instance(), virtualRouterId, priority, version, authentication,
            addresses.replace(" ", "\n        "), lines.indent(4));
    }

    /**
     * A configuration with all of them.
     *
     * @param priority of all instances.
     * @param lines    further ones of each instance.
     * @return text of keepalived.conf.
     */
    static String configuration(final int priority, final String lines)
    {
        final StringBuilder text = new StringBuilder("""
            global_defs {
                router_id lab
                script_user root
            }
            """);
        for (final Variant variant : values())
        {
            text.append(variant.block(priority, lines));
        }
        return text.toString();
    }
}
