/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How values are written for people. Imports nothing of the project.
 */
package io.jlvs.dataplane.text;
