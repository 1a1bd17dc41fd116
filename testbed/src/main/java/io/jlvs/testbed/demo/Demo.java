/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.demo;

import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code sudo ./jlvs demo}: real requests through a real director, first with direct routing on one segment, then in
 * tunnels to servers of other networks; with {@code --topology two-directors}, through two directors that share the
 * address. Ends by itself in under a minute: status 0, or 1 after saying what failed.
 */
@Command(
    name = "demo",
    description = "Show jlvs at work in network namespaces of this machine.",
    sortOptions = false)
public final class Demo implements Callable<Integer>
{
    private static final long LIMIT_S = 57;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final String TWO_DIRECTORS = "two-directors";
    private static final List<String> TOPOLOGIES = List.of("one-director", TWO_DIRECTORS);

    @Option(names = "--topology", paramLabel = "NAME", defaultValue = "one-director",
        description = "one-director (default): direct routing and tunnels; two-directors: VRRP.")
    private String topology;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean isHelp;

    private Demo()
    {
    }

    /**
     * Run the demo.
     *
     * @param args options.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new Demo()).execute(args));
    }

    /**
     * Run the demo that was asked for.
     *
     * @return exit status.
     */
    @Override
    public Integer call()
    {
        final Narrator narrator = new Narrator(System.out, System.nanoTime());
        if (!TOPOLOGIES.contains(topology))
        {
            System.err.println("--topology " + topology + " is not known; write one of " +
                String.join(", ", TOPOLOGIES));
            return WRONG_USAGE;
        }

        watch(narrator);
        try
        {
            Lab.requireRoot();
            narrator.say("jlvs forwards requests for a virtual address (VIP) to real servers, as IPVS, ipvsadm and");
            narrator.say("keepalived do together. All hosts below are network namespaces of this machine; nginx and");
            narrator.say("curl are the real ones. Nothing outside the namespaces is touched.");
            if (TWO_DIRECTORS.equals(topology))
            {
                showPair(narrator);
            }
            else
            {
                showOne(narrator);
            }
            narrator.step("Done. All namespaces are removed.");
            return 0;
        }
        catch (final LabException ex)
        {
            return fail(narrator, ex.getMessage());
        }
        catch (final RuntimeException ex)
        {
            // Not foreseen, so where it comes from matters.
            ex.printStackTrace();
            return fail(narrator, ex.toString());
        }
    }

    private static void showOne(final Narrator narrator)
    {
        try (DemoNetwork network = new DemoNetwork(narrator, DemoNetwork.Plan.DIRECT_ROUTE))
        {
            network.showRequests();
            network.showPersistence();
            network.showFailureAndRecovery();
        }
        try (DemoNetwork network = new DemoNetwork(narrator, DemoNetwork.Plan.TUNNEL))
        {
            network.showRequests();
            network.showFailureAndRecovery();
        }
    }

    private static void showPair(final Narrator narrator)
    {
        try (PairDemo pair = new PairDemo(narrator))
        {
            pair.show();
        }
    }

    private static int fail(final Narrator narrator, final String message)
    {
        System.out.flush();
        System.err.println();
        System.err.println("The demo failed in step: " + narrator.currentStep());
        System.err.println(message);
        return FAILED;
    }

    /** The namespaces go with the shutdown hook of the lab. */
    private static void watch(final Narrator narrator)
    {
        final Thread thread = new Thread(
            () ->
            {
                final long limitMs = TimeUnit.SECONDS.toMillis(LIMIT_S);
                while (narrator.elapsedMs() < limitMs)
                {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                System.err.println("The demo did not end within " + LIMIT_S + " s; it was in step: " +
                    narrator.currentStep());
                System.exit(FAILED);
            },
            "demo-limit");
        thread.setDaemon(true);
        thread.start();
    }
}
