/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the VRRP part of a configuration means: records with every default filled in. No behaviour:
 * {@code control} builds them from keepalived.conf, the other packages of this folder run them.
 */
package io.jlvs.vrrp.model;
