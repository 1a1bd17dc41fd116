/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.control.model;

/**
 * When to check.
 *
 * @param retries            failures in a row that are tolerated.
 * @param delayBeforeRetryNs between a failure and the next try.
 * @param delayLoopNs        between checks.
 * @param warmupNs           the first check comes at a random point within this.
 */
public record CheckTiming(long retries, long delayBeforeRetryNs, long delayLoopNs, long warmupNs)
{
}
