/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Who is master: {@link io.jlvs.vrrp.state.VrrpEvent} and the time in, the next state and ordered
 * {@link io.jlvs.vrrp.state.VrrpAction}s out. Pure: no clock, no socket, no thread.
 */
package io.jlvs.vrrp.state;
