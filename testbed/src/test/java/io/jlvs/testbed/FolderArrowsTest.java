/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.testbed;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The arrows between the folders, and no cycle between any two packages.
 */
class FolderArrowsTest
{
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("io.jlvs");

    @Test
    void dataplaneShouldImportNoOtherFolder()
    {
        forbid("io.jlvs.dataplane..", "io.jlvs.bpf..", "io.jlvs.vrrp..", "io.jlvs.control..",
            "io.jlvs.perf..", "io.jlvs.testbed..");
    }

    @Test
    void bpfShouldImportDataplaneOnly()
    {
        forbid("io.jlvs.bpf..", "io.jlvs.vrrp..", "io.jlvs.control..", "io.jlvs.perf..", "io.jlvs.testbed..");
    }

    @Test
    void vrrpShouldImportDataplaneOnly()
    {
        forbid("io.jlvs.vrrp..", "io.jlvs.bpf..", "io.jlvs.control..", "io.jlvs.perf..", "io.jlvs.testbed..");
    }

    @Test
    void controlShouldNotSeeBpf()
    {
        forbid("io.jlvs.control..", "io.jlvs.bpf..", "io.jlvs.perf..", "io.jlvs.testbed..");
    }

    @Test
    void perfShouldNotSeeControlOrTestbed()
    {
        forbid("io.jlvs.perf..", "io.jlvs.vrrp..", "io.jlvs.control..", "io.jlvs.testbed..");
    }

    @Test
    void onlyLinuxAndBpfShouldCallNativeCode()
    {
        final ArchRule rule = noClasses()
            .that().resideOutsideOfPackages("io.jlvs.dataplane.linux..", "io.jlvs.bpf..")
            .should().dependOnClassesThat().resideInAPackage("jnr..");
        rule.check(CLASSES);
    }

    @Test
    void packagesShouldHaveNoCycle()
    {
        slices().matching("io.jlvs.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static void forbid(final String from, final String... to)
    {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(from)
            .should().dependOnClassesThat().resideInAnyPackage(to);
        rule.check(CLASSES);
    }
}
