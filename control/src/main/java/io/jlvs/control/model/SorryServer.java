/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

import io.jlvs.dataplane.cnc.DestinationKey;

/**
 * A {@code sorry_server} line.
 *
 * @param key         identity within the service.
 * @param forwarding  of its own or of the virtual server.
 * @param isInhibited keep it at weight 0 instead of removing it while it is not wanted.
 */
public record SorryServer(DestinationKey key, Forwarding forwarding, boolean isInhibited)
{
}
