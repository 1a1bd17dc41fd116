/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Networks as values: hosts, interfaces, addresses, routes, kernel settings. Pure description, no side effect;
 * {@code lab} makes it real.
 */
package io.jlvs.testbed.topology;
