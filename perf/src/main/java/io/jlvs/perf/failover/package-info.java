/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a client notices while two directors hand an address over: lost requests and the longest gap between answers.
 */
package io.jlvs.perf.failover;
