/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.vrrp.notice;

import io.jlvs.vrrp.model.ScriptCommand;
import io.jlvs.vrrp.model.VrrpGlobals;
import io.jlvs.vrrp.script.ScriptRunner;
import io.jlvs.vrrp.script.ScriptUsers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells scripts and FIFOs. Scripts are started in the order of the notices and not waited for, as keepalived does it:
 * a slow one may still run when the next one starts. Never waits, so it may be called on the VRRP thread.
 * Single-threaded.
 */
public final class Notifier implements AutoCloseable
{
    private final ScriptRunner runner;
    private final List<NotifyFifo> fifos = new ArrayList<>();

    /**
     * Open the FIFOs and start their scripts.
     *
     * @param wanted  FIFOs.
     * @param runner  of scripts, borrowed.
     * @param users   who owns new FIFOs.
     * @param log     of lines.
     */
    public Notifier(
        final List<VrrpGlobals.Fifo> wanted,
        final ScriptRunner runner,
        final ScriptUsers users,
        final Consumer<String> log)
    {
        this.runner = runner;
        for (final VrrpGlobals.Fifo fifo : wanted)
        {
            NotifyFifo.open(fifo, runner, users, log).ifPresent(fifos::add);
        }
    }

    /**
     * Tell something.
     *
     * @param notice what to do.
     */
    public void tell(final Notice notice)
    {
        for (final ScriptCommand script : notice.scripts())
        {
            runner.run(script, notice.isLimited() ? ScriptRunner.STOP_LIMIT_NS : 0);
        }
        notice.line().ifPresent((line) -> fifos.forEach((fifo) -> fifo.write(line)));
    }

    /**
     * Close the FIFOs, and remove those that were made here. Scripts go on; they end with their runner.
     */
    @Override
    public void close()
    {
        fifos.forEach(NotifyFifo::close);
        fifos.clear();
    }
}
