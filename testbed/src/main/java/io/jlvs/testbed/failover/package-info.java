/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Two directors that hand an address over, seen by a client: the same scene with jlvs and with the real keepalived.
 */
package io.jlvs.testbed.failover;
