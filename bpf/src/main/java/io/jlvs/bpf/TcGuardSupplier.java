/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import io.jlvs.dataplane.engine.KernelGuard;
import io.jlvs.dataplane.engine.KernelGuardSupplier;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens the {@link TcGuard}: at tcx where the kernel has it (Linux 6.6), else at clsact. The system property
 * {@value #MODE_PROPERTY} forces one of them: {@code tcx}, {@code clsact}; {@code auto} is the default.
 */
public final class TcGuardSupplier implements KernelGuardSupplier
{
    /** Name of the system property that chooses where the guard attaches. */
    public static final String MODE_PROPERTY = "jlvs.guard";

    private static final String AUTO = "auto";
    private static final String TCX = "tcx";
    private static final String CLSACT = "clsact";

    /**
     * For {@link java.util.ServiceLoader}.
     */
    public TcGuardSupplier()
    {
    }

    @Override
    public KernelGuard open(final Path directory)
    {
        return open(directory, System.getProperty(MODE_PROPERTY, AUTO));
    }

    /**
     * Open with a given mode.
     *
     * @param directory of the director.
     * @param mode      auto, tcx or clsact.
     * @return the guard.
     * @throws IllegalStateException    if BPF, or tcx when it is forced, cannot be used; with reason and remedy.
     * @throws IllegalArgumentException if there is no such mode.
     * @throws BpfException             if the kernel refuses the program.
     */
    static TcGuard open(final Path directory, final String mode)
    {
        return TcGuard.open(directory, points(mode, Features.tcx()));
    }

    static List<AttachPoint> points(final String mode, final Feature tcx)
    {
        if (!List.of(AUTO, TCX, CLSACT).contains(mode))
        {
            throw new IllegalArgumentException(
                "-D" + MODE_PROPERTY + "=" + mode + ": no such guard; use " + TCX + ", " + CLSACT + " or " + AUTO);
        }

        if (tcx instanceof Feature.Unavailable unavailable)
        {
            throw new IllegalStateException("the kernel guard cannot be used: " + unavailable.reason());
        }

        if (tcx instanceof Feature.Unsupported unsupported)
        {
            if (mode.equals(TCX))
            {
                throw new IllegalStateException(
                    "-D" + MODE_PROPERTY + "=" + TCX + ": " + unsupported.reason() + "; use " + CLSACT + " or " + AUTO);
            }

            return List.of(new ClsactIngress());
        }

        return mode.equals(CLSACT) ?
            List.of(new ClsactIngress(), new TcxIngress()) : List.of(new TcxIngress(), new ClsactIngress());
    }
}
