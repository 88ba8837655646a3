package eve.contracts.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "eve.contracts.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("eve.contracts.(**)").should().beFreeOfCycles();

    /// Otherwise the system would agree with its simulator by sharing its mistakes.
    @ArchTest
    static final ArchRule sharesNoCodeWithTheSystem = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("eve.contracts.aggregator..", "eve.contracts.api..", "eve.contracts.model..");
}
