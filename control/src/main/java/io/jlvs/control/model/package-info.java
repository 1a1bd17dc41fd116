/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a configuration means: immutable records with every default filled in as keepalived 2.2.7 does, built from the
 * tree of {@code control.conf} by {@link io.jlvs.control.model.ConfigurationBuilder}. The records of VRRP are those of
 * {@code io.jlvs.vrrp.model}, which {@code VrrpBuilder} fills. Times are in nanoseconds.
 */
package io.jlvs.control.model;
