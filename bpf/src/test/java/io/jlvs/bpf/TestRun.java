/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * Runs a program once over a frame: BPF_PROG_TEST_RUN through {@code struct bpf_test_run_opts} of bpf/bpf.h:
 * <pre>
 *   0   sz            8   data_in       16  data_out      24  data_size_in  28  data_size_out
 *   32  ctx_in        40  ctx_out       48  ctx_size_in   52  ctx_size_out  56  retval   60  repeat ... 80
 * </pre>
 */
final class TestRun
{
    private static final int DATA_IN_OFFSET = 8;
    private static final int DATA_OUT_OFFSET = 16;
    private static final int DATA_SIZE_IN_OFFSET = 24;
    private static final int DATA_SIZE_OUT_OFFSET = 28;
    private static final int RETVAL_OFFSET = 56;
    private static final int REPEAT_OFFSET = 60;
    private static final int LENGTH = 80;

    private TestRun()
    {
    }

    /**
     * Run.
     *
     * @param programFd of the program.
     * @param frame     in, from the Ethernet header on.
     * @param frameOut  receives the frame as the program left it; same length.
     * @return the program's answer.
     */
    static int run(final int programFd, final byte[] frame, final byte[] frameOut)
    {
        final Pointer in = Native.allocate(frame.length);
        final Pointer out = Native.allocate(frame.length);
        in.put(0, frame, 0, frame.length);
        final Pointer options = Native.allocate(LENGTH);
        options.putLong(0, LENGTH);
        options.putPointer(DATA_IN_OFFSET, in);
        options.putPointer(DATA_OUT_OFFSET, out);
        options.putInt(DATA_SIZE_IN_OFFSET, frame.length);
        options.putInt(DATA_SIZE_OUT_OFFSET, frame.length);
        options.putInt(REPEAT_OFFSET, 1);
        Native.check("bpf_prog_test_run", LibBtf.INSTANCE.testRun(programFd, options));
        out.get(0, frameOut, 0, frameOut.length);

        return options.getInt(RETVAL_OFFSET);
    }
}
