/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.util.List;

/**
 * A block {@code HTTP_GET}: the server is up if every URL answers as expected. One URL is asked at each check.
 *
 * @param timing                when to check.
 * @param connect               where to connect.
 * @param isAlpha               down until the first success.
 * @param isLoggingEveryFailure log each failure.
 * @param httpProtocol          {@code 1.0}, {@code 1.0C} or {@code 1.1}.
 * @param isRecoveringFast      no delay between URLs while coming up.
 * @param urls                  at least one.
 */
public record HttpGet(
    CheckTiming timing,
    ConnectOptions connect,
    boolean isAlpha,
    boolean isLoggingEveryFailure,
    String httpProtocol,
    boolean isRecoveringFast,
    List<UrlCheck> urls)
    implements CheckSettings
{
}
