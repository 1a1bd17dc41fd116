/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jlvs.dataplane.engine.KernelGuardSupplier;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TcGuardSupplierTest
{
    private static final Feature SUPPORTED = new Feature.Supported();

    @Test
    void shouldBeFoundByServiceLoader()
    {
        final KernelGuardSupplier supplier = ServiceLoader.load(KernelGuardSupplier.class).findFirst().orElseThrow();

        assertInstanceOf(TcGuardSupplier.class, supplier);
    }

    @Test
    void shouldPreferTcx()
    {
        assertEquals(List.of("tcx ingress", "clsact ingress"), descriptions("auto", SUPPORTED));
        assertEquals(List.of("tcx ingress", "clsact ingress"), descriptions("tcx", SUPPORTED));
    }

    @Test
    void shouldAttachAtClsactWhenForced()
    {
        assertEquals(List.of("clsact ingress", "tcx ingress"), descriptions("clsact", SUPPORTED));
    }

    @Test
    void shouldFallBackToClsactOnlyWhenKernelHasNoTcx()
    {
        final Feature unsupported = Features.ofQueryResult(-Native.EINVAL);

        assertEquals(List.of("clsact ingress"), descriptions("auto", unsupported));
        final IllegalStateException ex =
            assertThrows(IllegalStateException.class, () -> TcGuardSupplier.points("tcx", unsupported));
        assertTrue(ex.getMessage().contains("it came with 6.6; use clsact"), ex::getMessage);
    }

    @Test
    void shouldSayReasonAndRemedyWhenBpfIsOutOfReach()
    {
        assertUnavailable("run as root", -Native.EPERM);
        assertUnavailable("CONFIG_BPF_SYSCALL", -Native.ENOSYS);
        assertUnavailable("Input/output error (errno 5)", -5);
    }

    @Test
    void shouldRefuseUnknownMode()
    {
        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> TcGuardSupplier.points("xdp", SUPPORTED));

        assertEquals("-Djlvs.guard=xdp: no such guard; use tcx, clsact or auto", ex.getMessage());
    }

    private static void assertUnavailable(final String reason, final int result)
    {
        final Feature feature = Features.ofQueryResult(result);

        final IllegalStateException ex =
            assertThrows(IllegalStateException.class, () -> TcGuardSupplier.points("auto", feature));
        assertTrue(ex.getMessage().contains(reason), ex::getMessage);
    }

    private static List<String> descriptions(final String mode, final Feature tcx)
    {
        final List<AttachPoint> points = TcGuardSupplier.points(mode, tcx);
        points.forEach(AttachPoint::close);

        return points.stream().map(AttachPoint::description).toList();
    }
}
