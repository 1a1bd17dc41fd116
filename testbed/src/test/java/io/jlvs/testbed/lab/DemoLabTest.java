/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.lab;

import io.jlvs.testbed.demo.Demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The demo ends by itself within a minute, says what happened, and leaves nothing.
 */
class DemoLabTest
{
    @LabTest
    void shouldShowBothForwardingMethodsAndEnd()
    {
        final CommandResult result = demo(Jlvs.launcher().toAbsolutePath().getParent().toString());

        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("Route"), result::toString);
        assertTrue(result.out().contains("Tunnel"), result::toString);
        assertTrue(result.out().contains("Removing service [10.0.0.22]:tcp:80 from VS"), result::toString);
        assertTrue(result.out().contains("Adding service [172.16.12.22]:tcp:80 to VS"), result::toString);
    }

    @LabTest
    void shouldShowTwoDirectorsAndEnd()
    {
        final CommandResult result = demo(
            Jlvs.launcher().toAbsolutePath().getParent().toString(), "--topology", "two-directors");

        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("(VI_1) Entering MASTER STATE"), result::toString);
        assertTrue(result.out().contains("took off 10.0.0.100/32 on eth0"), result::toString);
        assertTrue(result.out().contains("between two answers at most"), result::toString);
    }

    @LabTest
    void shouldNameTheTopologiesThatThereAre()
    {
        final CommandResult result = demo("/nonexistent", "--topology", "ring");

        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains("--topology ring is not known; write one of one-director, two-directors"),
            result::toString);
    }

    @LabTest
    void shouldSayWhatFailed()
    {
        final CommandResult result = demo("/nonexistent");

        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.err().contains("The demo failed in step: "), result::toString);
        assertTrue(result.err().contains("no executable launcher /nonexistent/jlvs"), result::toString);
    }

    private static CommandResult demo(final String root, final String... arguments)
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"),
            "-D" + Jlvs.ROOT_PROP_NAME + "=" + root,
            Demo.class.getName()));
        command.addAll(List.of(arguments));
        final CommandResult result = Command.run(Duration.ofSeconds(60), "", command);
        for (final String namespace : Command.run("ip", "netns", "list").orThrow().out().lines().toList())
        {
            assertFalse(namespace.startsWith("jl" + Long.toHexString(result.pid()) + "x"), namespace);
        }
        return result;
    }
}
