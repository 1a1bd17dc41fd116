/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a measurement says of itself: a table for the reader, a JSON line for each result, and where, on what and with
 * which commit it was made.
 */
package io.jlvs.perf.report;
