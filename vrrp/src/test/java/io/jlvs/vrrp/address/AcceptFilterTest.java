/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jlvs.vrrp.model.VrrpInstance;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptFilterTest
{
    @Test
    void shouldFilterForInstancesThatDoNotAcceptAndOwnNothing()
    {
        final List<VrrpInstance> instances = List.copyOf(TestInstances.parse(
            """
            instance accepting interface eth0
            address 10.0.0.100/32
            instance owner interface eth0 no_accept priority 255
            address 10.0.0.101/32
            instance closed interface eth0 no_accept
            address 10.0.0.102/32
            excluded fd00::102/64
            """).values());

        assertEquals(
            List.of(TestInstances.ip("10.0.0.102"), TestInstances.ip("fd00::102")), AcceptFilter.addresses(instances));
    }

    @Test
    void shouldReplaceTheTableAtOnce()
    {
        assertEquals(
            """
            add table inet jlvs_vrrp
            delete table inet jlvs_vrrp
            table inet jlvs_vrrp {
              chain input {
                type filter hook input priority -1; policy accept;
                icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                ip daddr { 10.0.0.102, 10.0.0.103 } drop
                ip6 daddr { fd00::102 } drop
              }
              chain output {
                type filter hook output priority -1; policy accept;
                icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
                ip saddr { 10.0.0.102, 10.0.0.103 } drop
                ip6 saddr { fd00::102 } drop
              }
            }
            """,
            AcceptFilter.script(List.of(
                TestInstances.ip("10.0.0.102"), TestInstances.ip("fd00::102"), TestInstances.ip("10.0.0.103"))));
    }

    @Test
    void shouldRemoveTheTableWhenNothingIsFiltered()
    {
        assertEquals(
            """
            add table inet jlvs_vrrp
            delete table inet jlvs_vrrp
            """,
            AcceptFilter.script(List.of()));
    }
}
