package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.FORGE;
import static eve.contracts.simulator.Simulated.LISTING;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.universe.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LostListingTests {
    private final Simulated simulated = Simulated.still();
    private final EsiSimulator simulator = simulated.simulator;
    private final Client client = simulated.client;

    @AfterEach
    void stop() {
        simulated.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"EMPTY_LISTING", "SHRUNKEN_LISTING"})
    void aListingLosesItsContractsUntilTheNextIsDue(FaultKind kind) {
        List<Long> listed = simulator.contractIds(FORGE);
        HttpResponse<String> before = client.get(LISTING);
        simulated.clock.advance(Duration.ofMinutes(10));
        simulator.faults().add(Fault.of(kind, 1).inRegion(FORGE).atMost(1));
        HttpResponse<String> lost = client.get(LISTING);
        assertThat(lost.statusCode()).isEqualTo(200);
        int size = Json.mapper().readTree(lost.body()).size();
        assertThat(size)
                .isBetween(kind == FaultKind.EMPTY_LISTING ? 0 : 120, kind == FaultKind.EMPTY_LISTING ? 0 : 280);
        assertThat(header(lost, "X-Pages")).isEqualTo("1");
        assertThat(date(lost, "Last-Modified"))
                .isEqualTo(date(before, "Last-Modified").plusMinutes(10));
        assertThat(date(lost, "Expires")).isEqualTo(date(before, "Expires"));

        simulated.clock.advance(Duration.ofMinutes(19));
        HttpResponse<String> still = client.get(LISTING, "If-None-Match", header(lost, "ETag"));
        assertThat(still.statusCode()).isEqualTo(304);
        assertThat(client.get(LISTING + "?page=2").statusCode()).isEqualTo(404);
        assertThat(simulator.contractIds(FORGE)).isEqualTo(listed);
        assertThat(simulator.requests().count(kind)).isEqualTo(1);

        simulated.clock.advance(Duration.ofMinutes(1));
        HttpResponse<String> whole = client.get(LISTING);
        assertThat(header(whole, "X-Pages")).isEqualTo("2");
        assertThat(Json.mapper().readTree(whole.body())).hasSize(1_000);
    }

    @Test
    void whileTheFaultIsOnEachNewListingLosesThem() {
        simulator.faults().add(FaultKind.EMPTY_LISTING, 1);
        assertThat(client.get(LISTING).body()).isEqualTo("[]");
        assertThat(client.get(LISTING).body()).isEqualTo("[]");
        simulated.clock.advance(Duration.ofMinutes(30));
        assertThat(client.get(LISTING).body()).isEqualTo("[]");
        assertThat(simulator.requests().count(FaultKind.EMPTY_LISTING)).isEqualTo(2);
        simulator.remakeListing(FORGE);
        simulator.faults().clear();
        assertThat(client.json(LISTING)).hasSize(1_000);
    }

    private static ZonedDateTime date(HttpResponse<?> answer, String name) {
        return ZonedDateTime.parse(header(answer, name), DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
