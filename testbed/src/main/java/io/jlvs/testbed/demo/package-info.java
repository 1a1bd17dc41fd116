/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a newcomer sees first: a director at work, told step by step.
 */
package io.jlvs.testbed.demo;
