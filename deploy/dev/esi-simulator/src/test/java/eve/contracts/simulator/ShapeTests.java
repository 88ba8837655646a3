package eve.contracts.simulator;

import static eve.contracts.simulator.Simulated.LISTING;
import static eve.contracts.simulator.Simulated.bids;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.universe.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Compares the answers with ESI's OpenAPI and with recorded answers, if these exist beside the project.
class ShapeTests {
    private static final Path SHARED = Path.of(System.getProperty("shared.esi", "absent"));

    private final Simulated simulated = Simulated.still();
    private final Client client = simulated.client;

    @BeforeEach
    void areThere() {
        assumeTrue(Files.isDirectory(SHARED), () -> "no recorded answers of ESI at " + SHARED);
    }

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void everyAnswerFitsItsSchema() {
        fits("ContractsPublicRegionIdGet", client.json(LISTING));
        simulated
                .simulator
                .contractIds()
                .forEach(id -> fits("ContractsPublicItemsContractIdGet", client.json(items(id))));
        simulated.ids("auction").forEach(id -> fits("ContractsPublicBidsContractIdGet", client.json(bids(id))));
        fits("UniverseRegionsGet", client.json("/universe/regions"));
        fits("UniverseRegionsRegionIdGet", client.json("/universe/regions/10000002"));
        fits("UniverseTypesTypeIdGet", client.json("/universe/types/47408"));
        fits("StatusGet", client.json("/status"));
        fits("Error", client.json(items(1)));
        fits(
                "UniverseNamesPost",
                Json.mapper()
                        .readTree(
                                client.post("/universe/names", "[34,10000002]").body()));
        simulated.simulator.contractIds().stream()
                .flatMap(id -> simulated.simulator.truth(id).rolls().values().stream())
                .forEach(roll -> fits("DogmaDynamicItemsTypeIdItemIdGet", roll));
    }

    @Test
    void theSchemasRefuseAWrongAnswer() {
        simulated.simulator.faults().add(FaultKind.MISSING_FIELD, 1);
        JsonNode wrong = client.json(items(simulated.anExchange()));
        assertThat(schema("ContractsPublicItemsContractIdGet").validate(wrong)).isNotEmpty();
    }

    @Test
    void headersAndFieldsAreThoseOfTheRecordedAnswers() {
        JsonNode listing = recorded("region-10000002-page1.excerpt.json");
        sameHeaders(listing, client.get(LISTING));
        Set<Set<String>> shapes = new HashSet<>();
        client.json(LISTING).forEach(contract -> shapes.add(Set.copyOf(contract.propertyNames())));
        listing.at("/response/body")
                .forEach(contract -> assertThat(shapes).contains(Set.copyOf(contract.propertyNames())));

        JsonNode items = recorded("items-235554525.json");
        sameHeaders(items, client.get(items(simulated.anExchange())));
        Set<String> copy = Set.copyOf(items.at("/response/body/0").propertyNames());
        assertThat(simulated.simulator.contractIds().stream()
                        .flatMap(id -> simulated.simulator.truth(id).items().values().stream())
                        .map(item -> Set.copyOf(item.propertyNames())))
                .contains(copy);
        sameHeaders(
                recorded("bids-236027965.json"),
                client.get(bids(simulated.ids("auction").getFirst())));
    }

    private static void sameHeaders(JsonNode recorded, HttpResponse<String> answer) {
        Set<String> names = new HashSet<>();
        answer.headers().map().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        assertThat(recorded.at("/response/headers").propertyNames())
                .allMatch(name -> names.contains(name.toLowerCase(Locale.ROOT)));
    }

    private static void fits(String name, JsonNode answer) {
        assertThat(schema(name).validate(answer)).as(name).isEmpty();
    }

    private static Schema schema(String name) {
        JsonNode schemas =
                read(SHARED.resolve("openapi-2026-07-18.subset.json")).at("/components/schemas");
        var schema = schemas.get(name).deepCopy().asObject();
        JsonNode definitions = schemas;
        schema.putObject("components").set("schemas", definitions);
        return SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(schema);
    }

    private static JsonNode recorded(String file) {
        return read(SHARED.resolve("samples").resolve(file));
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
