package eve.contracts.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import eve.contracts.simulator.universe.Universe;
import eve.contracts.simulator.universe.UniverseOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UniverseTests {
    private static final Instant START = Instant.parse("2026-10-01T12:00:00Z");
    private static final UniverseOptions SMALL = UniverseOptions.defaults();
    private static final UniverseOptions LIVE_SIZE = SMALL.withContracts(48_000).withLargeContracts(0);

    @Test
    void isTheSameForTheSameSeedEvenAfterADay() {
        assertThat(grownUp(SMALL)).isEqualTo(grownUp(SMALL));
    }

    @Test
    void isAnotherForAnotherSeed() {
        assertThat(grownUp(SMALL)).isNotEqualTo(grownUp(SMALL.withSeed(2)));
    }

    @Test
    void leavesOutWhatEsiLeavesOut() {
        var universe = new Universe(SMALL, new MovableClock(START));
        List<JsonNode> items = universe.contractIds().stream()
                .flatMap(id -> universe.truth(id).items().values().stream())
                .toList();
        assertThat(items)
                .noneMatch(item -> item.path("is_blueprint_copy").isBoolean()
                        && !item.get("is_blueprint_copy").booleanValue());
        assertThat(items)
                .anyMatch(item -> item.has("runs"))
                .allMatch(item -> item.has("runs") == item.has("is_blueprint_copy"));
        assertThat(items)
                .anyMatch(item -> !item.get("is_included").booleanValue())
                .allMatch(item -> item.get("is_included").booleanValue() == item.has("item_id"));
        for (long id : universe.contractIds()) {
            JsonNode header = universe.truth(id).header();
            String type = header.get("type").stringValue();
            assertThat(header.has("buyout")).isEqualTo(type.equals("auction"));
            assertThat(header.has("collateral")).isNotEqualTo(type.equals("auction"));
            assertThat(header.has("title")).isTrue();
            assertThat(header.path("for_corporation").asBoolean(true)).isTrue();
        }
    }

    @Test
    void hasIssuersOnBothSidesOfTheOldIntegerLimit() {
        var universe = new Universe(SMALL, new MovableClock(START));
        List<Long> issuers = universe.contractIds().stream()
                .map(id -> universe.truth(id).header().get("issuer_id").longValue())
                .toList();
        assertThat(issuers).anyMatch(id -> id > Integer.MAX_VALUE).anyMatch(id -> id < Integer.MAX_VALUE);
    }

    @Test
    void neverGivesAnIdTwice() {
        var universe = new Universe(SMALL, new MovableClock(START));
        List<Long> records = universe.contractIds().stream()
                .flatMap(id -> universe.truth(id).items().values().stream())
                .map(item -> item.get("record_id").longValue())
                .toList();
        assertThat(records).doesNotHaveDuplicates();
    }

    @Test
    void renewsItselfAtTheRateOfTheLiveOne() {
        var clock = new MovableClock(START);
        var universe = new Universe(LIVE_SIZE, clock);
        List<Long> before = universe.contractIds();
        clock.advance(Duration.ofHours(1));
        long fresh = universe.contractIds().stream()
                .filter(id -> id > before.getLast())
                .count();
        assertThat(fresh).isBetween(200L, 260L);
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SMALL.withAuctions(1.5))
                .withMessage("auctions must be a share from 0 to 1, not 1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withContracts(-1));
    }

    private static List<?> grownUp(UniverseOptions options) {
        var clock = new MovableClock(START);
        var universe = new Universe(options, clock);
        clock.advance(Duration.ofDays(1));
        return universe.contractIds().stream().map(universe::truth).toList();
    }
}
