/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * Probes of optional features; they change nothing in the kernel.
 */
public final class Features
{
    private static final int LOOPBACK_INDEX = 1;

    private Features()
    {
    }

    /**
     * tcx, the BPF hook at ingress of Linux 6.6 and later (commit e420bed02507, CONFIG_NET_XGRESS).
     *
     * @return supported; unsupported when BPF works without it; unavailable when BPF does not work at all.
     */
    public static Feature tcx()
    {
        final int result;
        try
        {
            final Pointer options = TcxIngress.queryOptions();
            result = Native.libBpf().queryPrograms(LOOPBACK_INDEX, TcxIngress.ATTACH_TYPE, options);
        }
        catch (final UnsatisfiedLinkError ex)
        {
            return new Feature.Unavailable(
                "libbpf.so.1 cannot be loaded; on Debian: apt-get install libbpf1 (" + ex.getMessage() + ")");
        }

        return ofQueryResult(result);
    }

    static Feature ofQueryResult(final int result)
    {
        switch (-result)
        {
            case 0:
                return new Feature.Supported();

            case Native.EINVAL:
                return new Feature.Unsupported(
                    "Linux " + System.getProperty("os.version") + " has no tcx; it came with 6.6");

            case Native.EPERM:
                return new Feature.Unavailable(
                    "no right to use BPF; run as root (CAP_BPF and CAP_NET_ADMIN), outside containers without them");

            case Native.ENOSYS:
                return new Feature.Unavailable("the kernel is built without CONFIG_BPF_SYSCALL");

            default:
                return new Feature.Unavailable(
                    "bpf(BPF_PROG_QUERY) failed: " + Native.libC().strerror(-result) + " (errno " + -result + ")");
        }
    }
}
