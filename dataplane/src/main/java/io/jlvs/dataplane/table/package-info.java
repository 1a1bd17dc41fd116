/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the director knows: services and destinations (published by the conductor), flows and templates (written by
 * the worker that owns them), neighbours, TCP states and time-outs, and the record of connections in Chronicle Map.
 * Imports {@code packet} and Agrona; Chronicle Map stays behind {@code ConnectionStore}.
 */
package io.jlvs.dataplane.table;
