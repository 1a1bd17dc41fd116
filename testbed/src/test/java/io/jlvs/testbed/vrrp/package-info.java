/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Labs with two directors that share addresses by VRRP: jlvs with itself and with the real keepalived.
 */
package io.jlvs.testbed.vrrp;
