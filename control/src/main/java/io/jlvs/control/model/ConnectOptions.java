/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where and how a check connects.
 *
 * @param target    address and port.
 * @param source    own address and port, if set.
 * @param timeoutNs to connect, and to wait for each answer.
 */
public record ConnectOptions(InetSocketAddress target, Optional<InetSocketAddress> source, long timeoutNs)
{
}
