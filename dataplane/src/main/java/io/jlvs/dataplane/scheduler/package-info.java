/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Scheduling algorithms of IPVS, one file each, and the registry by ipvsadm name.
 * A scheduler belongs to one service on one worker; it is called for new connections only.
 */
package io.jlvs.dataplane.scheduler;
