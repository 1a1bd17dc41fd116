/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Where frames come from and go to: AF_PACKET rings of the kernel, or a capture file. Imports {@code linux} and the
 * frame vocabulary of {@code packet}.
 */
package io.jlvs.dataplane.io;
