/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

/**
 * A block {@code TCP_CHECK}: the server is up if it takes a connection.
 *
 * @param timing                when to check.
 * @param connect               where to connect.
 * @param isAlpha               down until the first success.
 * @param isLoggingEveryFailure log each failure.
 */
public record TcpCheck(
    CheckTiming timing, ConnectOptions connect, boolean isAlpha, boolean isLoggingEveryFailure)
    implements CheckSettings
{
}
