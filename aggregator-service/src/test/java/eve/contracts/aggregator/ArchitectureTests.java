package eve.contracts.aggregator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What the packages of the worker may depend on.
@AnalyzeClasses(packages = "eve.contracts.aggregator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String BASE = "eve.contracts.aggregator.";

    @ArchTest
    static final ArchRule onlyTheStoreOpensTransactions = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.transaction..");

    @ArchTest
    static final ArchRule onlyStoreAndOutboxTouchTheDatabase = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "store..", BASE + "outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule onlyTheOutboxPublishesEvents = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "outbox..", BASE + "topics..")
            .should()
            .callMethod(eve.contracts.model.Topics.class, "events");

    @ArchTest
    static final ArchRule onlyTheEsiPackageSpeaksHttp = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "esi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("eve.contracts.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theParallelConsumerKnowsNothingOfThisProject = classes()
            .that()
            .resideInAPackage(BASE + "intake.consumer..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    BASE + "intake.consumer..",
                    "java..",
                    "org.apache.kafka..",
                    "org.springframework.kafka..",
                    "org.slf4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule validationKnowsNoOtherStep = noClasses()
            .that()
            .resideInAPackage(BASE + "validation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + "intake..", BASE + "esi..", BASE + "store..", BASE + "outbox..");

    @ArchTest
    static final ArchRule theIntakeKnowsNeitherStoreNorOutboxNorDiscovery = classes()
            .that()
            .resideInAPackage(BASE + "intake..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(BASE + "store..", BASE + "outbox..", BASE + "discovery..");
}
