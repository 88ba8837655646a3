package eve.contracts.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemaTests {

    @SuppressWarnings("unused")
    private static final List<ContractEvent> EVENTS = Samples.EVENTS;

    @ParameterizedTest
    @FieldSource("EVENTS")
    void anEventAsWrittenSatisfiesTheSchemaOfItsType(ContractEvent event) {
        assertThat(Schemas.violations(event.type().ceType(), EventJson.write(event)))
                .isEmpty();
    }

    @Test
    void anEventDoesNotSatisfyTheSchemaOfAnotherType() {
        assertThat(Schemas.violations(EventType.STORED.ceType(), EventJson.write(Samples.UNAVAILABLE)))
                .isNotEmpty();
        assertThat(Schemas.violations(EventType.CLOSED.ceType(), EventJson.write(Samples.RICH_STORED)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"contractId\":229847321 -> \"contractId\":\"229847321\"",
                "\"contractId\":229847321 -> \"contractId\":0",
                "\"price\":100000000.0 -> \"price\":\"100000000.0\"",
                "\"price\":100000000.0 -> \"price\":null",
                "\"type\":\"auction\" -> \"type\":\"AUCTION\"",
                "\"type\":\"auction\" -> \"type\":\"courier\"",
                "\"change\":\"updated\" -> \"change\":\"deleted\"",
                "\"fetchedAt\":\"2026-03-01T12:00:00Z\" -> \"fetchedAt\":1772366400",
                "\"fetchedAt\":\"2026-03-01T12:00:00Z\" -> \"fetchedAt\":\"2026-03-01T12:00:00+01:00\"",
                "\"fetchedAt\":\"2026-03-01T12:00:00Z\" -> \"fetchedAt\":\"2026-02-30T12:00:00Z\"",
                "\"isIncluded\":true -> \"isIncluded\":1",
                "\"version\":7 -> \"version\":0",
                "\"issuerId\":2112000001, -> ",
                "\"dynamic\":{ -> \"dynamicUnavailable\":\"x\",\"dynamic\":{",
            })
    void theSchemaRefusesWhatNoWriterMaySend(String change) {
        var fromTo = change.split(" -> ", -1);
        var good = EventJson.write(Samples.RICH_STORED);
        assertThat(good).contains(fromTo[0]);

        assertThat(Schemas.violations("contract.stored.v1", good.replace(fromTo[0], fromTo[1])))
                .isNotEmpty();
    }

    @Test
    void anAuctionWithoutItemsIsNoStoredContract() {
        var stored = Samples.RICH_STORED;
        var empty = new ContractStored(
                stored.regionId(),
                stored.version(),
                stored.change(),
                stored.header(),
                List.of(),
                List.of(),
                stored.fetchedAt());

        assertThat(Schemas.violations("contract.stored.v1", EventJson.write(empty)))
                .isNotEmpty();
    }

    @Test
    void anUnknownFieldIsAllowed() {
        var data = EventJson.write(Samples.UNAVAILABLE).replaceFirst("\\{", "{\"later\":1,");

        assertThat(Schemas.violations("contract.unavailable.v1", data)).isEmpty();
    }
}
