/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Makes a topology real in network namespaces, with real servers, captures and the real {@code jlvs} launcher, and
 * takes everything away again: on close, when the JVM ends, and after a crash when the next lab opens.
 * Needs root and the commands ip, tc, tcpdump, nginx and curl.
 */
package io.jlvs.testbed.lab;
