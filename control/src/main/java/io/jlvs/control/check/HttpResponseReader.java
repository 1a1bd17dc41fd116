/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes an HTTP answer piece by piece: keeps the header, digests the body as it comes.
 */
final class HttpResponseReader
{
    private static final int MAX_HEADER_LENGTH = 64 * 1024;
    private static final long MAX_BODY_LENGTH = 64L * 1024 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ +([0-9]{3})\\b.*", Pattern.DOTALL);
    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]{1,15}) *\r\n");
    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};

    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final MessageDigest md5 = md5();
    private int matched;
    private long bodyLength;
    private long contentLength = Long.MAX_VALUE;

    private static MessageDigest md5()
    {
        try
        {
            return MessageDigest.getInstance("MD5");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java platform must offer MD5", ex);
        }
    }

    void append(final byte[] buffer, final int length) throws IOException
    {
        int index = 0;
        while (index < length && matched < HEADER_END.length)
        {
            final byte next = buffer[index++];
            matched = next == HEADER_END[matched] ? matched + 1 : next == HEADER_END[0] ? 1 : 0;
            header.write(next);
            if (header.size() > MAX_HEADER_LENGTH)
            {
                throw new IOException("the header of the answer is longer than " + MAX_HEADER_LENGTH + " bytes");
            }
            if (HEADER_END.length == matched)
            {
                final Matcher matcher = CONTENT_LENGTH.matcher(text().toLowerCase(Locale.ROOT));
                contentLength = matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
            }
        }

        final int rest = (int)Math.min(length - index, contentLength - bodyLength);
        md5.update(buffer, index, rest);
        bodyLength += rest;
        if (bodyLength > MAX_BODY_LENGTH)
        {
            throw new IOException("the answer is longer than " + MAX_BODY_LENGTH + " bytes");
        }
    }

    boolean isEmpty()
    {
        return 0 == header.size();
    }

    boolean isComplete()
    {
        return HEADER_END.length == matched && bodyLength >= contentLength;
    }

    int status()
    {
        final Matcher matcher = STATUS.matcher(text());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    String digest()
    {
        return HexFormat.of().formatHex(md5.digest());
    }

    private String text()
    {
        return header.toString(StandardCharsets.ISO_8859_1);
    }
}
