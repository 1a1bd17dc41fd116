/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Who is told of what happens to an instance: {@link io.jlvs.vrrp.notice.Notices} says which scripts with which
 * arguments and which line for the FIFOs (pure), {@link io.jlvs.vrrp.notice.Notifier} runs and writes them without
 * ever waiting.
 */
package io.jlvs.vrrp.notice;
