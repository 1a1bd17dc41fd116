/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import io.jlvs.testbed.lab.Host;
import io.jlvs.testbed.lab.Jlvs;
import io.jlvs.testbed.lab.Keepalived;
import io.jlvs.testbed.lab.RunningProcess;

import java.time.Duration;

/**
 * One of the two that share addresses: jlvs or the real keepalived.
 */
abstract class Router
{
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Host host;

    Router(final Host host)
    {
        this.host = host;
    }

    /**
     * Which program it is.
     */
    enum Kind
    {
        JLVS,
        KEEPALIVED;

        /**
         * Prepare it; nothing runs yet.
         *
         * @param host to run on.
         * @return router.
         */
        Router on(final Host host)
        {
            return JLVS == this ? new JlvsRouter(host) : new KeepalivedRouter(host);
        }
    }

    Host host()
    {
        return host;
    }

    /**
     * Start it.
     *
     * @param configuration text of keepalived.conf.
     */
    abstract void start(String configuration);

    /**
     * Stop it in order.
     */
    abstract void stop();

    /**
     * Kill what speaks VRRP with SIGKILL.
     */
    abstract void kill();

    /**
     * Make it read a new configuration.
     *
     * @param configuration text of keepalived.conf.
     */
    abstract void reload(String configuration);

    /**
     * What it said so far.
     *
     * @return log.
     */
    abstract String log();

    private static final class KeepalivedRouter extends Router
    {
        private Keepalived keepalived;

        KeepalivedRouter(final Host host)
        {
            super(host);
        }

        @Override
        void start(final String configuration)
        {
            keepalived = Keepalived.start(host(), configuration);
        }

        @Override
        void stop()
        {
            keepalived.close();
        }

        @Override
        void kill()
        {
            keepalived.signalAll("KILL");
            keepalived.process().awaitExit(END_LIMIT);
        }

        @Override
        void reload(final String configuration)
        {
            keepalived.reload(configuration);
        }

        @Override
        String log()
        {
            return keepalived.process().toString();
        }
    }

    /** The director runs all the time, as it does when only the control process is restarted. */
    private static final class JlvsRouter extends Router
    {
        private final Jlvs jlvs;
        private RunningProcess director;
        private RunningProcess control;

        JlvsRouter(final Host host)
        {
            super(host);
            jlvs = Jlvs.on(host);
        }

        @Override
        void start(final String configuration)
        {
            if (director == null)
            {
                director = jlvs.startDirector("--io", "af_packet");
            }
            control = jlvs.startKeepalived(configuration);
        }

        @Override
        void stop()
        {
            control.close();
        }

        @Override
        void kill()
        {
            control.signal("KILL");
            control.awaitExit(END_LIMIT);
        }

        @Override
        void reload(final String configuration)
        {
            jlvs.reload(control, configuration);
        }

        @Override
        String log()
        {
            return control + "\n" + director;
        }
    }
}
