/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed.vrrp;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A lab test that runs with jlvs and keepalived each way round: what keepalived does as the first one, jlvs has to
 * do as well. As {@link PairedLabTest}, several run at once.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ParameterizedTest
@EnumSource(value = Pair.Kinds.class, names = {"JLVS_AND_KEEPALIVED", "KEEPALIVED_AND_JLVS"})
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
@interface BothWaysLabTest
{
}
