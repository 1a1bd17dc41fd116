/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.failover;

import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Keepalived;
import io.jlvs.testbed.lab.RunningProcess;

import java.time.Duration;

/**
 * What speaks VRRP on a director: jlvs or the real keepalived.
 */
public abstract class Router
{
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Jlvs jlvs;

    private Router(final Jlvs jlvs)
    {
        this.jlvs = jlvs;
    }

    /**
     * Which program it is.
     */
    public enum Kind
    {
        /** {@code jlvs keepalived}. */
        JLVS,
        /** keepalived of the distribution. */
        KEEPALIVED;

        /**
         * Prepare it; nothing runs yet.
         *
         * @param jlvs on the host to run on.
         * @return router.
         */
        public Router on(final Jlvs jlvs)
        {
            return JLVS == this ? new JlvsRouter(jlvs) : new KeepalivedRouter(jlvs);
        }
    }

    /**
     * jlvs on the same host.
     *
     * @return jlvs.
     */
    public Jlvs jlvs()
    {
        return jlvs;
    }

    /**
     * Start it and wait until it takes part.
     *
     * @param configuration text of keepalived.conf.
     */
    public abstract void start(String configuration);

    /**
     * Stop it in order, and wait for the end.
     */
    public abstract void stop();

    /**
     * Kill it with SIGKILL, and wait for the end.
     */
    public abstract void kill();

    /**
     * Send a signal to all its processes.
     *
     * @param signalName such as "STOP".
     */
    public abstract void signal(String signalName);

    /**
     * Make it read a new configuration.
     *
     * @param configuration text of keepalived.conf.
     */
    public abstract void reload(String configuration);

    /**
     * What it said since it was started.
     *
     * @return log.
     */
    public abstract String log();

    private static final class KeepalivedRouter extends Router
    {
        private Keepalived keepalived;

        KeepalivedRouter(final Jlvs jlvs)
        {
            super(jlvs);
        }

        @Override
        public void start(final String configuration)
        {
            keepalived = Keepalived.start(jlvs().host(), configuration);
        }

        @Override
        public void stop()
        {
            keepalived.close();
        }

        @Override
        public void kill()
        {
            keepalived.signalAll("KILL");
            keepalived.process().awaitExit(END_LIMIT);
        }

        @Override
        public void signal(final String signalName)
        {
            keepalived.signalAll(signalName);
        }

        @Override
        public void reload(final String configuration)
        {
            keepalived.reload(configuration);
        }

        @Override
        public String log()
        {
            return keepalived.process().toString();
        }
    }

    private static final class JlvsRouter extends Router
    {
        private RunningProcess control;

        JlvsRouter(final Jlvs jlvs)
        {
            super(jlvs);
        }

        @Override
        public void start(final String configuration)
        {
            control = jlvs().startKeepalived(configuration);
        }

        @Override
        public void stop()
        {
            control.close();
        }

        @Override
        public void kill()
        {
            control.signal("KILL");
            control.awaitExit(END_LIMIT);
        }

        @Override
        public void signal(final String signalName)
        {
            control.signal(signalName);
        }

        @Override
        public void reload(final String configuration)
        {
            jlvs().reload(control, configuration);
        }

        @Override
        public String log()
        {
            return control.toString();
        }
    }
}
