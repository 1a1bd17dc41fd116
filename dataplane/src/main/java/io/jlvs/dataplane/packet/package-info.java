/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Frames and packets: flyweights over bytes, the parser that fills a {@link io.jlvs.dataplane.packet.PacketContext},
 * checksums, and the vocabulary that every step of the packet's way shares (frame, verdict).
 * Imports Agrona only. Nothing here allocates after construction.
 */
package io.jlvs.dataplane.packet;
