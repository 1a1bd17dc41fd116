/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.demo;

import io.jlvs.testbed.lab.Lab;
import io.jlvs.testbed.lab.LabException;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.TimeUnit;

/**
 * {@code sudo ./jlvs demo}: real requests through a real director, first with direct routing on one segment, then in
 * tunnels to servers of other networks. Ends by itself in under a minute: status 0, or 1 after saying what failed.
 */
public final class Demo
{
    private static final long LIMIT_S = 57;
    private static final int FAILED = 1;

    private Demo()
    {
    }

    /**
     * Run the demo.
     *
     * @param args none.
     */
    public static void main(final String[] args)
    {
        final Narrator narrator = new Narrator(System.out, System.nanoTime());
        watch(narrator);
        try
        {
            Lab.requireRoot();
            narrator.say("jlvs forwards requests for a virtual address (VIP) to real servers, as IPVS, ipvsadm and");
            narrator.say("keepalived do together. All hosts below are network namespaces of this machine; nginx and");
            narrator.say("curl are the real ones. Nothing outside the namespaces is touched.");

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
            narrator.step("Done. All namespaces are removed.");
        }
        catch (final LabException ex)
        {
            fail(narrator, ex.getMessage());
        }
        catch (final RuntimeException ex)
        {
            // Not foreseen, so where it comes from matters.
            ex.printStackTrace();
            fail(narrator, ex.toString());
        }
        System.exit(0);
    }

    private static void fail(final Narrator narrator, final String message)
    {
        System.out.flush();
        System.err.println();
        System.err.println("The demo failed in step: " + narrator.currentStep());
        System.err.println(message);
        System.exit(FAILED);
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
