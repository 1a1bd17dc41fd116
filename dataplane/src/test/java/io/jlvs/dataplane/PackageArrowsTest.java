/*
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jlvs.dataplane;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The arrows between the packages of the data plane: left may import right.
 */
class PackageArrowsTest
{
    private static final String ROOT = "io.jlvs.dataplane.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("io.jlvs.dataplane");

    @Test
    void textShouldImportNothing()
    {
        onlyImports("text");
    }

    @Test
    void packetShouldImportAgronaOnly()
    {
        onlyImports("packet", "org.agrona..");
    }

    @Test
    void cncShouldImportTextOnly()
    {
        onlyImports("cnc", "org.agrona..", ROOT + "text..");
    }

    @Test
    void linuxShouldImportJnrAndTextOnly()
    {
        onlyImports("linux", "org.agrona..", "jnr..", ROOT + "text..");
    }

    @Test
    void ioShouldImportLinuxAndFramesOnly()
    {
        onlyImports("io", "org.agrona..", "org.pcap4j..", ROOT + "linux..", ROOT + "packet..");
    }

    @Test
    void tableShouldImportPacketOnly()
    {
        onlyImports("table", "org.agrona..", "net.openhft..", ROOT + "packet..");
    }

    @Test
    void schedulerShouldImportTableOnly()
    {
        onlyImports("scheduler", "org.agrona..", ROOT + "table..", ROOT + "packet..");
    }

    @Test
    void forwardShouldImportTableOnly()
    {
        onlyImports("forward", "org.agrona..", ROOT + "table..", ROOT + "packet..");
    }

    @Test
    void onlyConnectionStoreShouldKnowChronicle()
    {
        final ArchRule rule = noClasses()
            .that().haveNameNotMatching(".*\\.table\\.(ConnectionStore|StoreRecord).*")
            .should().dependOnClassesThat().resideInAPackage("net.openhft..");
        rule.check(CLASSES);
    }

    @Test
    void nothingShouldImportAnotherModule()
    {
        final ArchRule rule = noClasses()
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.jlvs.bpf..", "io.jlvs.control..", "io.jlvs.perf..", "io.jlvs.testbed..");
        rule.check(CLASSES);
    }

    private static void onlyImports(final String name, final String... packages)
    {
        final String[] allowed = new String[packages.length + 2];
        allowed[0] = ROOT + name + "..";
        allowed[1] = "java..";
        System.arraycopy(packages, 0, allowed, 2, packages.length);
        final ArchRule rule = classes()
            .that().resideInAPackage(ROOT + name + "..")
            .should().onlyDependOnClassesThat().resideInAnyPackage(allowed);
        rule.check(CLASSES);
    }
}
