/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.bpf;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * Keeps what libbpf says until somebody puts it into an exception, instead of letting it go to stderr.
 */
final class BpfLog
{
    /** Referred to from here for ever: native code holds its address. */
    static final LibBpf.Printer PRINTER = BpfLog::onMessage;

    private static final int LEVEL_WARNING = 0;
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;
    private static final int MAX_TEXT_LENGTH = 16 * 1024;
    private static final StringBuffer TEXT = new StringBuffer();

    private BpfLog()
    {
    }

    /**
     * The messages since the last call; of a long text its end, where the verifier says what it refused.
     *
     * @return the text, may be empty.
     */
    static String take()
    {
        synchronized (TEXT)
        {
            final String text = TEXT.substring(Math.max(0, TEXT.length() - MAX_TEXT_LENGTH));
            TEXT.setLength(0);

            return text;
        }
    }

    private static int onMessage(final int level, final Pointer format, final Pointer arguments)
    {
        if (level == LEVEL_WARNING)
        {
            final Pointer buffer = Native.allocate(MAX_MESSAGE_BYTES);
            Native.libC().vsnprintf(buffer, MAX_MESSAGE_BYTES, format, arguments);
            TEXT.append(buffer.getString(0, MAX_MESSAGE_BYTES, StandardCharsets.UTF_8));
        }

        return 0;
    }
}
