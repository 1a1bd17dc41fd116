/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.Authentication.HmacMode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Builds {@code auth_hmac} of keepalived 2.4. An instance reads one block.
 */
final class HmacBuilder
{
    private static final int MAX_KEY_ID = 255;
    private static final int MINIMUM_KEY_LENGTH = 32;
    private static final int MAXIMUM_KEY_LENGTH = 64;
    private static final String HEXADECIMAL = "hex:";
    private static final String FILE = "file:";
    private static final int MAX_WINDOW_S = 300;
    private static final int LEAST_WINDOW_S = 5;
    private static final int WINDOW_ADVERTS = 3;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Map<String, HmacMode> MODES = Map.of(
        "enforce", HmacMode.ENFORCE, "permissive", HmacMode.PERMISSIVE, "receive-only", HmacMode.RECEIVE_ONLY);

    private final InstanceScope scope;
    private final Diagnostics diagnostics;

    HmacBuilder(final InstanceScope scope, final Diagnostics diagnostics)
    {
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    Authentication build()
    {
        final Optional<ConfigNode> block = scope.values().line("auth_hmac");
        if (block.isEmpty())
        {
            return Authentication.NONE;
        }

        final Values own = new Values(block.get(), diagnostics);
        final Map<Integer, byte[]> keys = keys(own);
        final Optional<Integer> active = own.number("active_key", 1, MAX_KEY_ID).map(Long::intValue)
            .or(() -> keys.keySet().stream().findFirst());
        if (active.filter(keys::containsKey).isEmpty())
        {
            scope.report().error(own.line("active_key").map(ConfigNode::position).orElse(block.get().position()),
                "'auth_hmac' has no key " + active.map(String::valueOf).orElse("") +
                " to sign with; write 'key ID VALUE'; it is left out");
            return Authentication.NONE;
        }

        return new Authentication.Hmac(keys, active.get(), isMonotonic(own), windowNs(own), mode(own));
    }

    private Map<Integer, byte[]> keys(final Values own)
    {
        final Map<Integer, byte[]> keys = new LinkedHashMap<>();
        for (final ConfigNode line : own.lines("key"))
        {
            final Word id = line.arguments().get(0);
            final OptionalLong number = Numbers.parse(id.text());
            final Optional<byte[]> value = line.argument(1).flatMap((word) -> decode(word.text()));
            if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > MAX_KEY_ID || value.isEmpty() ||
                value.get().length < MINIMUM_KEY_LENGTH || value.get().length > MAXIMUM_KEY_LENGTH)
            {
                scope.report().error(id.position(), "'key " + id.text() + "': want an id from 1 to " + MAX_KEY_ID +
                    " and " + MINIMUM_KEY_LENGTH + " to " + MAXIMUM_KEY_LENGTH +
                    " bytes as text, behind hex: or in file:PATH; it is left out");
            }
            else if (keys.putIfAbsent((int)number.getAsLong(), value.get()) != null)
            {
                scope.report().error(id.position(), "'key " + id.text() + "' is there twice; the second is left out");
            }
        }

        return keys;
    }

    private static Optional<byte[]> decode(final String text)
    {
        try
        {
            if (text.startsWith(FILE))
            {
                return Optional.of(Files.readString(Path.of(text.substring(FILE.length()))).strip())
                    .filter((content) -> !content.startsWith(FILE)).flatMap(HmacBuilder::decode);
            }

            return Optional.of(text.startsWith(HEXADECIMAL) ?
                HexFormat.of().parseHex(text.substring(HEXADECIMAL.length())) :
                text.getBytes(StandardCharsets.UTF_8));
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return Optional.empty();
        }
    }

    private boolean isMonotonic(final Values own)
    {
        final Optional<Word> word = own.word("anti_replay");
        final boolean isMonotonic = word.filter((found) -> "monotonic".equals(found.text())).isPresent();
        word.filter((found) -> !isMonotonic && !"time".equals(found.text())).ifPresent(
            (found) -> own.invalid("anti_replay", found, "time or monotonic", "time is taken"));

        return isMonotonic;
    }

    private long windowNs(final Values own)
    {
        final long advertS = scope.values().timer("advert_int", 1).orElse(SECOND_NS) / SECOND_NS;
        final long standardS = Math.min(MAX_WINDOW_S, Math.max(LEAST_WINDOW_S, WINDOW_ADVERTS * advertS));

        return TimeUnit.SECONDS.toNanos(own.number("time_window", 1, MAX_WINDOW_S).orElse(standardS));
    }

    private HmacMode mode(final Values own)
    {
        final Optional<Word> word = own.word("mode");
        final HmacMode mode = word.map(Word::text).map(MODES::get).orElse(HmacMode.ENFORCE);
        word.filter((found) -> !MODES.containsKey(found.text())).ifPresent(
            (found) -> own.invalid("mode", found, "enforce, permissive or receive-only", "enforce is taken"));
        if (scope.isStrict() && mode != HmacMode.ENFORCE)
        {
            scope.report().error(word.get().position(), "strict mode wants 'mode enforce' in auth_hmac; it is taken");
            return HmacMode.ENFORCE;
        }

        return mode;
    }
}
