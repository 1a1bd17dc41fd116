/*
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Finds out why a director or a real server does not work: gatherers collect facts of the host, of the director and
 * from the wire; each {@code DoctorCheck} is a pure judgement over them. To add one: a class, a line in
 * {@code DoctorChecks}, a test.
 */
package io.jlvs.control.doctor;
