/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.Keyword;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every keyword of VRRP that is marked as carried out has an effect in the records ({@code vrrp-keywords.txt}).
 */
class VrrpKeywordsTest
{
    private static final Pattern BAR = Pattern.compile(" \\|");
    private static final int COLUMNS = 5;
    private static final String DEFINITIONS = """
        vrrp_script s {
         script /s.sh
         weight -20 reverse
        }
        track_file f {
         file /run/f
         weight 1 reverse
        }
        vrrp_track_process p {
         process nginx
         weight 30
        }
        static_ipaddress {
         10.0.9.9
        }
        """;
    private static final String INSTANCES = """
        vrrp_instance A {
         interface eth0
         virtual_router_id 5
         priority 100
         virtual_ipaddress {
          10.0.0.100
         }
         virtual_ipaddress_excluded {
          10.0.7.100 dev eth7
         }
        %s
        }
        vrrp_instance B {
         interface eth0
         virtual_router_id 5
         virtual_ipaddress {
          fe80::100
         }
        }
        """;
    private static final Map<String, String> TRACKERS = Map.of(
        "vrrp_script", "track_script", "track_file", "track_file", "vrrp_track_process", "track_process");
    /** Checks of real servers, or shown by the checks of diagnostics: they leave no trace in the records. */
    private static final Set<String> WITHOUT_RECORD = Set.of("checker_log_all_failures", "linkbeat_use_polling",
        "debug", "native_ipv6", "no_virtual_ipaddress", "include", "includer", "includem", "includew", "includeb",
        "includea", "global_defs", "virtual_server");

    @TestFactory
    List<DynamicTest> shouldShowKeywordInTheRecords()
    {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final String[] row : rows())
        {
            tests.add(DynamicTest.dynamicTest(row[0] + " " + row[1], () -> check(row)));
        }

        return tests;
    }

    @Test
    void shouldShowEveryKeywordThatIsCarriedOut()
    {
        final Set<String> shown = new HashSet<>();
        rows().forEach((row) -> shown.add(row[0] + " " + row[1]));
        final List<String> missing = new ArrayList<>();
        for (final String block : List.of("top", "global_defs", "vrrp_instance", "authentication", "auth_hmac",
            "vrrp_sync_group", "vrrp_script", "track_file", "vrrp_track_process", "garp_group"))
        {
            TestConfigurations.TABLE.keywords(block).stream()
                .filter(Keyword::implemented)
                .map(Keyword::name)
                .filter((name) -> !WITHOUT_RECORD.contains(name))
                .map((name) -> block + " " + name)
                .filter((name) -> !shown.contains(name))
                .forEach(missing::add);
        }

        assertEquals(List.of(), missing);
    }

    private static void check(final String[] row)
    {
        final String without = records(row[0], row[2]);
        final String with = records(row[0], row[2] + ";" + row[3]);

        assertFalse(without.contains(row[4]), () -> row[4] + " is there without '" + row[3] + "': " + without);
        assertTrue(with.contains(row[4]), () -> row[4] + " is not there with '" + row[3] + "': " + with);
    }

    private static String records(final String block, final String lines)
    {
        return TestConfigurations.build(text(block, lines.replace(';', '\n'))).vrrp().toString();
    }

    private static String text(final String block, final String lines)
    {
        final String secure = "global_defs {\n script_user root\n}\n" + DEFINITIONS;
        switch (block)
        {
            case "top":
                return secure + lines + "\n" + INSTANCES.formatted("");

            case "vrrp_instance":
                return secure + INSTANCES.formatted(lines);

            case "authentication":
                return secure + INSTANCES.formatted("authentication {\n" + lines + "\n}");

            case "auth_hmac":
                return secure + INSTANCES.formatted("version 3\nauth_hmac {\n" + lines + "\n}");

            case "global_defs":
                return "global_defs {\n" + lines + "\n}\n" + DEFINITIONS + INSTANCES.formatted("");

            case "garp_group":
                return secure + "garp_group {\n" + lines + "\n}\n" + INSTANCES.formatted("");

            case "vrrp_sync_group":
                return secure + "vrrp_sync_group G {\n" + lines + "\n}\n" + INSTANCES.formatted("");

            default:
                return secure + block + " x {\n" + lines + "\n}\n" +
                    INSTANCES.formatted(TRACKERS.get(block) + " {\n x\n}");
        }
    }

    private static List<String[]> rows()
    {
        return TestConfigurations.resource("vrrp-keywords.txt").lines()
            .filter((line) -> !line.startsWith("#"))
            .map((line) -> BAR.split(line, COLUMNS))
            .map(VrrpKeywordsTest::stripped)
            .toList();
    }

    private static String[] stripped(final String[] row)
    {
        assertEquals(COLUMNS, row.length, () -> "columns of " + row[0] + " " + row[1]);
        for (int i = 0; i < row.length; i++)
        {
            row[i] = row[i].strip();
        }

        return row;
    }
}
