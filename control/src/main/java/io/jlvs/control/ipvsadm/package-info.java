/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * {@code jlvs ipvsadm}: the arguments, output, error texts and exit status of ipvsadm 1.31, with a running director in
 * the place of the kernel. {@code OptionReader} does what popt does, {@code IpvsadmParser} makes a
 * {@code ParsedCommand} of the words, {@code IpvsadmFormatter} makes text of rows, {@code IpvsadmCommand} is the
 * process around them.
 * A short start counts here: no streams, lambdas, regular expressions or string concatenation by invokedynamic.
 * <p>
 * Known differences from ipvsadm: the command line is looked at before the director is, so that {@code -h} and wrong
 * arguments need none; {@code -b ,} is refused where ipvsadm crashes; the last line of the input of {@code -R} counts
 * even if it ends in several blanks and no line feed; a host's name from the resolver must lead back to its address;
 * {@code --rate} and {@code --start-daemon} are refused.
 */
package io.jlvs.control.ipvsadm;
