/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What jlvs does on real wires, one file for each subject: topology, addresses, tables, expectations in one place.
 */
package io.jlvs.testbed.scenario;
