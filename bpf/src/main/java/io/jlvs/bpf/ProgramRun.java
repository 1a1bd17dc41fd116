/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * Runs a program over a frame without sending it: BPF_PROG_TEST_RUN through {@code struct bpf_test_run_opts} of
 * bpf/bpf.h:
 * <pre>
 *   0   sz            8   data_in       16  data_out      24  data_size_in  28  data_size_out
 *   32  ctx_in        40  ctx_out       48  ctx_size_in   52  ctx_size_out  56  retval   60  repeat
 *   64  duration      68  flags         72  cpu           76  batch_size
 * </pre>
 * An XDP program sees the frame come in by the loopback interface of this thread's network namespace. One thread; the
 * memory is used again for each run.
 */
public final class ProgramRun
{
    /** Most bytes of a frame, in and out. */
    public static final int MAX_FRAME_LENGTH = 1 << 16;

    private static final int DATA_IN_OFFSET = 8;
    private static final int DATA_OUT_OFFSET = 16;
    private static final int DATA_SIZE_IN_OFFSET = 24;
    private static final int DATA_SIZE_OUT_OFFSET = 28;
    private static final int RETVAL_OFFSET = 56;
    private static final int REPEAT_OFFSET = 60;
    private static final int DURATION_OFFSET = 64;
    private static final int LENGTH = 80;

    private final int programFd;
    private final Pointer in = Native.allocate(MAX_FRAME_LENGTH);
    private final Pointer out = Native.allocate(MAX_FRAME_LENGTH);
    private final Pointer options = Native.allocate(LENGTH);

    /**
     * Runs of one program.
     *
     * @param programFd of a loaded program; stays with its owner.
     */
    public ProgramRun(final int programFd)
    {
        this.programFd = programFd;
        options.putLong(0, LENGTH);
        options.putPointer(DATA_IN_OFFSET, in);
        options.putPointer(DATA_OUT_OFFSET, out);
    }

    /**
     * Run once.
     *
     * @param frame from the Ethernet header on.
     * @return the program's answer; {@link #frame()} tells what became of the frame.
     * @throws BpfException if the kernel refuses.
     */
    public int once(final byte[] frame)
    {
        return run(frame, 1);
    }

    /**
     * Run again and again over the same memory, so each time over what the time before left.
     *
     * @param frame   from the Ethernet header on.
     * @param repeats number of times.
     * @return the program's last answer; {@link #durationNs()} tells how long a run took.
     * @throws BpfException if the kernel refuses.
     */
    public int run(final byte[] frame, final int repeats)
    {
        in.put(0, frame, 0, frame.length);
        options.putInt(DATA_SIZE_IN_OFFSET, frame.length);
        options.putInt(DATA_SIZE_OUT_OFFSET, MAX_FRAME_LENGTH);
        options.putInt(REPEAT_OFFSET, repeats);
        Native.check("bpf_prog_test_run", Native.libBpf().testRun(programFd, options));

        return options.getInt(RETVAL_OFFSET);
    }

    /**
     * The frame as the last run left it.
     *
     * @return a copy.
     */
    public byte[] frame()
    {
        final byte[] frame = new byte[options.getInt(DATA_SIZE_OUT_OFFSET)];
        out.get(0, frame, 0, frame.length);

        return frame;
    }

    /**
     * Mean time of the last run's repeats.
     *
     * @return nanoseconds, as the kernel measured it.
     */
    public int durationNs()
    {
        return options.getInt(DURATION_OFFSET);
    }
}
