/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The commands of {@code jlvs}, one class each, over picocli; {@code jlvs ipvsadm} has a package and a parser of its
 * own because it must be compatible to the byte.
 */
package io.jlvs.control.cli;
