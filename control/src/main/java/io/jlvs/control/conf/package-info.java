/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * keepalived.conf as text: {@code Lexer} (words, braces, comments, quotes), {@link io.jlvs.control.conf.ConfigParser}
 * (tree of nodes, checked against the {@link io.jlvs.control.conf.KeywordTable}) and diagnostics as data. Knows which
 * keywords exist and where; what they mean is the business of {@code control.model}.
 */
package io.jlvs.control.conf;
