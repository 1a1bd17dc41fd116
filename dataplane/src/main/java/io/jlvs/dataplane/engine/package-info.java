/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The director's threads and their wiring: workers (packets), the conductor (commands, routes, neighbours) and the
 * recorder (Chronicle Map). Start reading at {@code WorkerAgent.doWork}.
 */
package io.jlvs.dataplane.engine;
