/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Diagnostic;
import io.jlvs.control.conf.Severity;
import io.jlvs.dataplane.text.InetText;
import io.jlvs.vrrp.model.AdvertSettings;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.ElectionSettings;
import io.jlvs.vrrp.model.GratuitousSettings;
import io.jlvs.vrrp.model.NotifySettings;
import io.jlvs.vrrp.model.TrackSettings;
import io.jlvs.vrrp.model.Tracked;
import io.jlvs.vrrp.model.VrrpConfiguration;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.model.VrrpInstance;
import io.jlvs.vrrp.model.VrrpVersion;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VrrpBuilderTest
{
    private static final String SECURE = "global_defs {\n script_user root\n enable_script_security\n}\n";
    private static final String TRACKERS =
        "vrrp_script s {\n script /s.sh\n weight -20\n}\ntrack_file f {\n file /run/f\n}\n" +
        "vrrp_track_process p {\n process nginx\n weight 5\n}\n";

    @Test
    void shouldFillInDefaultsOfKeepalived()
    {
        final Configuration configuration = TestConfigurations.build(instance("A", 5, "", "10.0.0.100"));

        assertEquals(List.of(), configuration.diagnostics());
        final VrrpInstance instance = configuration.vrrp().instances().get(0);
        assertEquals(new ElectionSettings(VrrpVersion.V2, 100, TimeUnit.SECONDS.toNanos(1), 3, false, true, 0, false,
            false, false, 0, GratuitousSettings.DEFAULT), instance.election());
        assertEquals(new AdvertSettings(VrrpVersion.V2, false, Optional.of("eth0"), 5, Optional.empty(),
            Addresses.parse("224.0.0.18").orElseThrow(), List.of(), false, 255, Authentication.NONE, false, false,
            false, false, true, Optional.empty()), instance.adverts());
        assertEquals(TrackSettings.NONE, instance.tracking());
        assertEquals(NotifySettings.NONE, instance.notification());
        assertEquals("test.conf:1", instance.place());
        assertEquals(VrrpGlobals.DEFAULT, configuration.vrrp().globals());
    }

    @Test
    void shouldMakeWantedMasterWithoutPriorityTheOwner()
    {
        assertEquals(255, only("state MASTER\n").election().priority());
        assertTrue(only("state MASTER\n").election().isInitialMaster());
        assertEquals(100, only("state BACKUP\n").election().priority());
        assertTrue(only("priority 255\n").election().isInitialMaster());
        assertFalse(only("state BACKUP\npriority 255\n").election().isInitialMaster());
    }

    @Test
    void shouldTakeVersion3ForIpv6()
    {
        final VrrpInstance instance =
            TestConfigurations.build(instance("A", 5, "", "fe80::100")).vrrp().instances().get(0);

        assertTrue(instance.adverts().isIpv6());
        assertEquals(VrrpVersion.V3, instance.election().version());
        assertEquals("ff02::12", InetText.of(instance.adverts().group()));
        assertReports(instance("A", 5, "version 2\n", "fe80::100"),
            "test.conf:4:9: error: vrrp_instance A: IPv6 needs version 3; it is taken");
    }

    @Test
    void shouldRoundAdvertIntervalToWhatTheVersionCanSay()
    {
        assertEquals(TimeUnit.SECONDS.toNanos(2), only("advert_int 1.5\n").election().advertIntervalNs());
        assertEquals(TimeUnit.SECONDS.toNanos(1), only("advert_int 0.2\n").election().advertIntervalNs());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(20),
            only("version 3\nadvert_int 0.015\n").election().advertIntervalNs());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(40950),
            only("version 3\nadvert_int 41\n").election().advertIntervalNs());
        assertReports(instance("A", 5, "advert_int 1.5\n", "10.0.0.100"),
            "test.conf:4:1: error: vrrp_instance A: 'advert_int 1.5': version 2 wants whole seconds from 1 to 255; " +
            "2 is taken");
    }

    @Test
    void shouldLeaveOutWhatCannotRunAndSayWhatToWrite()
    {
        assertReports("vrrp_instance A {\n virtual_router_id 5\n virtual_ipaddress {\n 10.0.0.100\n }\n}\n",
            "test.conf:1:1: error: vrrp_instance A: has no 'interface'; write its name; the instance is left out");
        assertReports("vrrp_instance A {\n interface eth0\n virtual_ipaddress {\n 10.0.0.100\n }\n}\n",
            "test.conf:1:1: error: vrrp_instance A: has no 'virtual_router_id'; write one from 1 to 255; " +
            "the instance is left out");
        assertReports("vrrp_instance A {\n interface eth0\n virtual_router_id 5\n version 3\n}\n",
            "test.conf:1:1: error: vrrp_instance A: has no virtual address, and version 3 wants one; " +
            "write 'virtual_ipaddress { ADDRESS }'; the instance is left out");
        assertReports(instance("A", 5, "unicast_peer {\n10.0.0.2\n}\n", "10.0.0.100").replace("interface eth0", ""),
            "test.conf:1:1: error: vrrp_instance A: without 'interface' it needs 'unicast_src_ip'; " +
            "the instance is left out");
        assertEquals(List.of(), build("vrrp_instance A {\n interface eth0\n}\n").instances());
    }

    @Test
    void shouldRunUnicastWithoutInterface()
    {
        final VrrpConfiguration vrrp = build(
            instance("A", 5, "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}\n", "10.0.0.100 dev eth1")
                .replace("interface eth0", ""));

        assertEquals(Optional.empty(), vrrp.instances().get(0).adverts().interfaceName());
    }

    @Test
    void shouldLeaveOutSecondInstanceOfAVirtualRouter()
    {
        final String text = instance("A", 5, "", "10.0.0.100") + instance("B", 5, "", "10.0.0.101") +
            instance("C", 5, "", "fe80::100") + instance("D", 5, "mcast_dst_ip 224.0.0.20\n", "10.0.0.102");

        assertEquals(List.of("A", "C", "D"), build(text).instances().stream().map(VrrpInstance::name).toList());
        assertReports(text, "test.conf:8:1: error: vrrp_instance B: virtual_router_id 5 with IPv4 on this interface " +
            "is that of A (test.conf:1); write another number; the instance is left out");
    }

    @Test
    void shouldTellOfAddressesWithTwoOwners()
    {
        assertReports(instance("A", 5, "", "10.0.0.100") + instance("B", 6, "", "10.0.0.100"),
            "test.conf:8:1: warning: vrrp_instance B: 10.0.0.100 is an address of A too; " +
            "when one of them leaves it, the other loses it");
        assertReports(instance("A", 5, "", "10.0.0.100\n10.0.0.100/24"),
            "test.conf:6:1: error: vrrp_instance A: 10.0.0.100/24 is there twice; the second is left out");
    }

    @Test
    void shouldKeepTheLettersOfTheRfcInStrictMode()
    {
        final VrrpInstance instance = build("global_defs {\n vrrp_strict\n}\n" + instance("A", 5,
            "priority 100\nstate MASTER\nlower_prio_no_advert off\nhigher_prio_send_advert\ndown_timer_adverts 5\n" +
            "garp_lower_prio_repeat 3\npreempt_delay 5\naccept\nauthentication {\nauth_type PASS\nauth_pass a\n}\n",
            "10.0.0.100")).instances().get(0);

        final ElectionSettings election = instance.election();
        assertFalse(election.isInitialMaster());
        assertTrue(election.isSilentToLowerPriority());
        assertFalse(election.isAnsweringHigherPriority());
        assertEquals(3, election.downTimerAdverts());
        assertEquals(0, election.preemptDelayNs());
        assertEquals(0, election.gratuitous().lowerPriorityRepeat());
        assertEquals(0, election.gratuitous().lowerPriorityDelayNs());
        assertFalse(instance.adverts().isAccepting());
        assertEquals(Authentication.NONE, instance.adverts().authentication());
        assertFalse(only("strict_mode\n").adverts().isAccepting());
        assertTrue(only("strict_mode\npriority 255\n").adverts().isAccepting());
    }

    @Test
    void shouldInheritFromGlobalDefsAndOverride()
    {
        final List<VrrpInstance> instances = build(
            "global_defs {\n vrrp_garp_master_repeat 2\n vrrp_lower_prio_no_advert\n vrrp_version 3\n}\n" +
            instance("A", 5, "", "10.0.0.100") +
            instance("B", 6, "garp_master_repeat 1\nlower_prio_no_advert no\nversion 2\n", "10.0.0.101")).instances();

        assertEquals(2, instances.get(0).election().gratuitous().masterRepeat());
        assertEquals(1, instances.get(1).election().gratuitous().masterRepeat());
        assertTrue(instances.get(0).election().isSilentToLowerPriority());
        assertFalse(instances.get(1).election().isSilentToLowerPriority());
        assertEquals(VrrpVersion.V3, instances.get(0).election().version());
        assertEquals(VrrpVersion.V2, instances.get(1).election().version());
    }

    @Test
    void shouldTakeWeightsFromOwner()
    {
        final VrrpConfiguration vrrp = build(SECURE + TRACKERS + instance("A", 5,
            "priority 255\ntrack_script {\ns\n}\ntrack_file {\nf\n}\ntrack_process {\np weight 0\n}\n" +
            "track_interface {\neth1 weight 5\neth2\n}\n", "10.0.0.100"));

        final TrackSettings tracking = vrrp.instances().get(0).tracking();
        assertEquals(List.of(), tracking.scripts());
        assertEquals(List.of(new Tracked("f", 0, false)), tracking.files());
        assertEquals(List.of(new Tracked("p", 0, false)), tracking.processes());
        assertEquals(List.of(new Tracked("eth2", 0, false)), tracking.interfaces());
    }

    @Test
    void shouldTakeWeightsFromMembersOfAGroupThatDoesNotAllowThem()
    {
        final String members = "track_script {\ns\n}\ntrack_interface {\neth1 weight 5\n}\n";
        final String instances = instance("A", 5, members, "10.0.0.100") + instance("B", 6, "", "10.0.0.101");

        final VrrpConfiguration refused =
            build(SECURE + TRACKERS + "vrrp_sync_group G {\ngroup {\nA\nB\n}\n}\n" + instances);
        assertEquals(List.of(), refused.instances().get(0).tracking().scripts());
        assertEquals(List.of(new Tracked("eth1", 0, false)), refused.instances().get(0).tracking().interfaces());

        final VrrpConfiguration allowed = build(SECURE + TRACKERS +
            "vrrp_sync_group G {\nsync_group_tracking_weight\ngroup {\nA\nB\n}\n}\n" + instances);
        assertEquals(List.of(new Tracked("s", -20, false)), allowed.instances().get(0).tracking().scripts());
    }

    @Test
    void shouldBeginGroupAsBackupUnlessAllMembersAreOwners()
    {
        final String group = "vrrp_sync_group G {\ngroup {\nA\nB\n}\nnotify_priority_changes\n}\n";

        final VrrpConfiguration mixed = build(group +
            instance("A", 5, "state MASTER\npriority 150\n", "10.0.0.100") + instance("B", 6, "", "10.0.0.101"));
        assertFalse(mixed.instances().get(0).election().isInitialMaster());
        assertTrue(mixed.instances().get(0).notification().isTellingPriority());

        final VrrpConfiguration owners = build(group +
            instance("A", 5, "priority 255\n", "10.0.0.100") + instance("B", 6, "priority 255\n", "10.0.0.101"));
        assertTrue(owners.instances().get(0).election().isInitialMaster());
    }

    @Test
    void shouldNotRunScriptsThatOthersMayChange()
    {
        final Configuration configuration = TestConfigurations.build(SECURE +
            "vrrp_script s {\n script /tmp/unsafe/s.sh\n}\n" + instance("A", 5,
            "track_script {\ns\n}\nnotify_master /tmp/unsafe/m.sh\nnotify_backup /tmp/unsafe/b.sh operator\n",
            "10.0.0.100"));

        assertEquals(List.of(
            "test.conf:6:9: error: 'script /tmp/unsafe/s.sh': it would run as root, but others may change " +
            "/tmp/unsafe; 'chown root' it and 'chmod go-w' it; vrrp_script s is disabled",
            "test.conf:14:15: error: 'notify_master /tmp/unsafe/m.sh': it would run as root, but others may change " +
            "/tmp/unsafe; 'chown root' it and 'chmod go-w' it; the line is left out"), texts(configuration));
        final VrrpInstance instance = configuration.vrrp().instances().get(0);
        assertEquals(List.of(), configuration.vrrp().scripts());
        assertEquals(List.of(), instance.tracking().scripts());
        assertEquals(Optional.empty(), instance.notification().onMaster());
        assertTrue(instance.notification().onBackup().isPresent());
    }

    @Test
    void shouldSayOnceThatScriptsAreNotGuarded()
    {
        final Configuration configuration = TestConfigurations.build(
            instance("A", 5, "notify_master /m.sh\nnotify_backup /b.sh\n", "10.0.0.100"));

        assertEquals(List.of("test.conf:4:15: warning: scripts are run although 'enable_script_security' is not set; " +
            "write it in global_defs, so that none runs as root that others may change"), texts(configuration));
    }

    @Test
    void shouldTellOfScriptsAndUsersThatDoNotExist()
    {
        assertReports(SECURE + instance("A", 5, "notify_master /nosuch.sh\nnotify_backup /b.sh nosuch\n" +
            "notify_fault /f.sh root nosuch\n", "10.0.0.100"),
            "test.conf:8:15: warning: '/nosuch.sh' does not exist or cannot be executed; 'chmod +x' it or correct " +
            "its path",
            "test.conf:9:21: error: there is no user 'nosuch'; arguments belong in quotes with the script: " +
            "\"/path/script argument\"; the line is left out",
            "test.conf:10:25: error: there is no group 'nosuch'; the line is left out");
    }

    @Test
    void shouldNoteWhatIsNoFaultOfTheFile()
    {
        final Configuration configuration = TestConfigurations.build("linkbeat_use_polling\n" +
            instance("A", 5, "virtual_routes {\n10.1.0.0/16 nexthop via 10.0.0.1 dev eth0\n}\n", "10.0.0.100")
                .replace("eth0\n virtual_router", "eth8\n virtual_router"));

        assertFalse(configuration.hasFindings());
        assertTrue(configuration.diagnostics().stream().allMatch((found) -> Severity.NOTE == found.severity()));
        assertEquals(List.of(
            "test.conf:1:1: note: the state of links always comes from netlink; 'linkbeat_use_polling' changes nothing",
            "test.conf:6:13: note: vrrp_instance A: a route with 'nexthop' is not carried out in this version yet; " +
            "it is left out",
            "test.conf:3:2: note: vrrp_instance A: interface 'eth8' has no IPv4 address to speak from; until it has " +
            "one the instance is in fault"), texts(configuration));
    }

    @Test
    void shouldDropLegacyAuthenticationForHmac()
    {
        final String hmac = "auth_hmac {\nkey 1 0123456789abcdef0123456789abcdef\n}\n";
        final String password = "authentication {\nauth_type PASS\nauth_pass a\n}\n";

        final Authentication authentication = only(hmac + password).adverts().authentication();
        assertEquals(1, ((Authentication.Hmac)authentication).activeKey());
        assertEquals(TimeUnit.SECONDS.toNanos(5), ((Authentication.Hmac)authentication).timeWindowNs());

        assertEquals(Authentication.NONE, only("auth_hmac {\nkey 1 short\n}\n").adverts().authentication());
        assertEquals(Authentication.NONE,
            only(hmac.replace("}\n", "active_key 2\n}\n")).adverts().authentication());
    }

    private static VrrpInstance only(final String lines)
    {
        return build(instance("A", 5, lines, "10.0.0.100")).instances().get(0);
    }

    private static VrrpConfiguration build(final String text)
    {
        return TestConfigurations.build(text).vrrp();
    }

    private static String instance(final String name, final int id, final String lines, final String addresses)
    {
        return "vrrp_instance " + name + " {\n interface eth0\n virtual_router_id " + id + "\n" + lines +
            "virtual_ipaddress {\n" + addresses + "\n}\n}\n";
    }

    private static void assertReports(final String text, final String... expected)
    {
        assertEquals(List.of(expected), texts(TestConfigurations.build(text)));
    }

    private static List<String> texts(final Configuration configuration)
    {
        return configuration.diagnostics().stream().map(Diagnostic::toString).toList();
    }
}
