/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The shell of VRRP: one thread that waits for adverts, netlink messages and times, lets the state machines decide and
 * does what they say. Begin reading at {@link io.jlvs.vrrp.agent.VrrpAgent}.
 */
package io.jlvs.vrrp.agent;
