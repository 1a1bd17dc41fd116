/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Running the scripts of a configuration: as which user, for how long, how many at a time, and where their output goes.
 * Used by notify scripts, tracked scripts and health checks alike; nothing here knows what a script is for.
 */
package io.jlvs.vrrp.script;
