package io.alltools.starter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders that let an application bring one framework alone. */
@AnalyzeClasses(packages = "io.alltools.starter", importOptions = ImportOption.DoNotIncludeTests.class)
class StarterArchitectureTest {

    @ArchTest
    static final ArchRule theStarterKnowsTheAgentAndTheRuntimeOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.alltools.tools..", "io.alltools.trajectories..", "io.alltools.web..");

    @ArchTest
    static final ArchRule theFrameworksAreKnownToTheirAdaptersOnly = noClasses()
            .that()
            .resideInAPackage("io.alltools.starter")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.ai..", "dev.langchain4j..", "io.alltools.starter.*..");

    @ArchTest
    static final ArchRule springAisAdapterKnowsNoLangChain4j = noClasses()
            .that()
            .resideInAPackage("io.alltools.starter.springai")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.langchain4j..");

    @ArchTest
    static final ArchRule langChain4jsAdapterNeedsNoSpring = noClasses()
            .that()
            .resideInAPackage("io.alltools.starter.langchain4j")
            .and()
            .haveSimpleNameNotEndingWith("AutoConfiguration")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule whatTheAdaptersShareNeedsNoSpring = noClasses()
            .that()
            .haveSimpleName("StreamedTurn")
            .or()
            .haveSimpleName("SamplingChoice")
            .or()
            .haveSimpleName("WholeCalls")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.alltools.starter.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyThrowsABareException = noClasses()
            .that()
            .areNotAssignableTo(RuntimeException.class)
            .should()
            .callConstructor(RuntimeException.class, String.class)
            .orShould()
            .callConstructor(RuntimeException.class, String.class, Throwable.class)
            .orShould()
            .callConstructor(RuntimeException.class, Throwable.class);
}
