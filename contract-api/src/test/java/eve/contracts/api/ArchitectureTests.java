package eve.contracts.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What the packages of the API may know of each other.
@AnalyzeClasses(packages = "eve.contracts.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String BASE = "eve.contracts.api.";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("eve.contracts.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlySubmissionAndRedrivesPublish = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "submission..", BASE + "redrives..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.kafka.core.KafkaTemplate");

    @ArchTest
    static final ArchRule readingContractsKnowsNothingOfWritingCalls = noClasses()
            .that()
            .resideInAPackage(BASE + "contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + "submission..", BASE + "deadletters..", BASE + "redrives..");

    @ArchTest
    static final ArchRule theCommandLineUsesTheApiOverHttpOnly = noClasses()
            .that()
            .resideInAPackage(BASE + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "java.sql..");
}
