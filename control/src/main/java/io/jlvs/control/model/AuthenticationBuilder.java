/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.control.conf.ConfigNode;
import io.jlvs.control.conf.Diagnostics;
import io.jlvs.control.conf.Word;
import io.jlvs.vrrp.model.Authentication;
import io.jlvs.vrrp.model.VrrpVersion;

import java.util.Optional;

/**
 * Builds {@code authentication} of version 2. An instance reads one block.
 */
final class AuthenticationBuilder
{
    private static final int MAX_PASSWORD = 8;

    private final InstanceScope scope;
    private final Diagnostics diagnostics;

    AuthenticationBuilder(final InstanceScope scope, final Diagnostics diagnostics)
    {
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    Authentication build()
    {
        final Authentication hmac = new HmacBuilder(scope, diagnostics).build();
        final Optional<ConfigNode> block = scope.values().line("authentication");
        if (block.isEmpty())
        {
            return hmac;
        }

        final Values own = new Values(block.get(), diagnostics);
        final Optional<Word> type = own.word("auth_type");
        final Optional<Word> password = own.word("auth_pass").filter((word) -> !word.text().isEmpty());
        if (type.isEmpty() && password.isEmpty())
        {
            scope.report().error(block.get().position(),
                "'authentication' needs 'auth_type PASS' or 'AH' and 'auth_pass'; it is left out");
            return hmac;
        }

        final Optional<String> refusal = refusal(hmac, type, password);
        if (refusal.isPresent())
        {
            scope.report().error(type.map(Word::position).orElse(block.get().position()),
                refusal.get() + "; it is left out");
            return hmac;
        }

        final String text = password(password.get());

        return "AH".equals(type.get().text()) ? new Authentication.Header(text) : new Authentication.Password(text);
    }

    private Optional<String> refusal(
        final Authentication hmac, final Optional<Word> type, final Optional<Word> password)
    {
        final String name = type.map(Word::text).orElse("");
        if (!"PASS".equals(name) && !"AH".equals(name) || password.isEmpty())
        {
            return Optional.of("'authentication' needs 'auth_type PASS' or 'AH' and 'auth_pass'");
        }
        if (hmac != Authentication.NONE)
        {
            return Optional.of("'auth_hmac' takes the place of 'authentication'");
        }
        if (scope.isStrict())
        {
            return Optional.of("strict mode allows no 'authentication'");
        }
        if (VrrpVersion.V3 == scope.version())
        {
            return Optional.of("version 3 has no 'authentication' (removed by RFC 5798)");
        }

        return Optional.empty();
    }

    private String password(final Word password)
    {
        final String text = password.text();
        if (text.length() > MAX_PASSWORD)
        {
            scope.report().warning(password.position(),
                "'auth_pass' is longer than " + MAX_PASSWORD + " characters; the rest is not used");
        }

        return text.substring(0, Math.min(MAX_PASSWORD, text.length()));
    }
}
