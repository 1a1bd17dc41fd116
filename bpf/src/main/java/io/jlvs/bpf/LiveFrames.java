/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import jnr.ffi.Pointer;

/**
 * The fastest source of frames that a host has: BPF_PROG_TEST_RUN with BPF_F_TEST_XDP_LIVE_FRAMES (Linux 5.18) runs an
 * XDP program over copies of a frame and does with each what the program says: XDP_TX and redirect send it, XDP_PASS
 * gives it to the host's stack, XDP_DROP takes it back. Sends in the network namespace of the calling thread, on the
 * CPU that it runs on.
 * <p>
 * Copies are used again without being written anew: the program has to write what it sends. Arguments go through
 * {@code struct bpf_test_run_opts} of bpf/bpf.h:
 * <pre>
 *   0   sz            8   data_in       16  data_out      24  data_size_in  28  data_size_out
 *   32  ctx_in        40  ctx_out       48  ctx_size_in   52  ctx_size_out  56  retval   60  repeat
 *   64  duration      68  flags         72  cpu           76  batch_size
 * </pre>
 */
public final class LiveFrames
{
    /** Most frames that the kernel takes in one go. */
    public static final int MAX_BATCH = 256;

    private static final int DATA_IN_OFFSET = 8;
    private static final int DATA_SIZE_IN_OFFSET = 24;
    private static final int REPEAT_OFFSET = 60;
    private static final int FLAGS_OFFSET = 68;
    private static final int BATCH_SIZE_OFFSET = 76;
    private static final int LENGTH = 80;

    /** {@code BPF_F_TEST_XDP_LIVE_FRAMES}. */
    private static final int FLAG_LIVE_FRAMES = 1 << 1;

    private final int programFd;
    private final Pointer frame;
    private final Pointer options;

    /**
     * Frames of one program. One thread.
     *
     * @param programFd of a loaded XDP program; stays with its owner.
     * @param frame     what each copy begins as, from the Ethernet header on.
     * @param batch     frames for each turn of the kernel's loop, at most {@link #MAX_BATCH}; between two turns the CPU
     *                  does what waits on it.
     */
    public LiveFrames(final int programFd, final byte[] frame, final int batch)
    {
        this.programFd = programFd;
        this.frame = Native.allocate(frame.length);
        this.frame.put(0, frame, 0, frame.length);
        options = Native.allocate(LENGTH);
        options.putLong(0, LENGTH);
        options.putPointer(DATA_IN_OFFSET, this.frame);
        options.putInt(DATA_SIZE_IN_OFFSET, frame.length);
        options.putInt(FLAGS_OFFSET, FLAG_LIVE_FRAMES);
        options.putInt(BATCH_SIZE_OFFSET, batch);
    }

    /**
     * Run the program over so many frames; returns when all are dealt with.
     *
     * @param count of frames.
     * @throws BpfException if the kernel refuses: EINVAL before Linux 5.18.
     */
    public void run(final int count)
    {
        options.putInt(REPEAT_OFFSET, count);
        Native.check("bpf_prog_test_run(live frames)", Native.libBpf().testRun(programFd, options));
    }
}
