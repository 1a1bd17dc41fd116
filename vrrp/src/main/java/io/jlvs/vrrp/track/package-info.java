/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What an instance watches besides the adverts: links, scripts, files and processes. Each tracker is a pure part that
 * knows states and delays, and a thin shell that looks at the machine on {@link io.jlvs.vrrp.track.Trackers}' threads,
 * never on the VRRP thread. {@link io.jlvs.vrrp.track.PriorityTally} adds everything up.
 */
package io.jlvs.vrrp.track;
