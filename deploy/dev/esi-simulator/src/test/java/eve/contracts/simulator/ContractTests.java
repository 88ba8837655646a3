package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.bids;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.universe.Gone;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class ContractTests {
    private final Simulated simulated = Simulated.still();
    private final EsiSimulator simulator = simulated.simulator;
    private final Client client = simulated.client;

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Test
    void itemsOfALargeContractArePaged() {
        long large = simulator.contractIds().stream()
                .filter(id -> simulator.truth(id).items().size() > 1_000)
                .findFirst()
                .orElseThrow();
        int pages = Integer.parseInt(header(client.get(items(large)), "X-Pages"));
        var records = new HashSet<Long>();
        for (int page = 1; page <= pages; page++) {
            client.json(items(large) + "?page=" + page)
                    .forEach(item -> records.add(item.get("record_id").longValue()));
        }
        assertThat(pages).isGreaterThan(1);
        assertThat(records).hasSize(simulator.truth(large).items().size());
        assertThat(client.get(items(large) + "?page=" + (pages + 1)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void itemsStayTheSameAndAreFreshForAnHour() {
        String path = items(simulated.anExchange());
        HttpResponse<String> before = client.get(path);
        simulated.clock.advance(Duration.ofMinutes(59));
        HttpResponse<String> after = client.get(path, "If-None-Match", header(before, "ETag"));
        assertThat(after.statusCode()).isEqualTo(304);
        assertThat(header(before, "Expires")).isNotEqualTo(header(before, "Last-Modified"));
    }

    @Test
    void couriersHaveNoItemsAndOnlyAuctionsHaveBids() {
        assertThat(client.json(items(simulated.ids("courier").getFirst()))).isEmpty();
        assertThat(client.json(bids(simulated.anExchange()))).isEmpty();
        assertThat(simulated.ids("auction"))
                .anyMatch(id -> !client.json(bids(id)).isEmpty());
    }

    @Test
    void aBidThatIsPlacedIsTheHighestAndShowsAtOnce() {
        long auction = simulated.ids("auction").getFirst();
        JsonNode before = client.json(bids(auction));
        simulator.placeBid(auction);
        JsonNode after = client.json(bids(auction));
        assertThat(after).hasSize(before.size() + 1);
        double highest = after.get(after.size() - 1).get("amount").doubleValue();
        assertThat(before).allMatch(bid -> bid.get("amount").doubleValue() < highest);
    }

    @ParameterizedTest
    @EnumSource(Gone.class)
    void aContractCanBeGoneInEachOfEsisManners(Gone gone) {
        long id = simulated.anExchange();
        simulator.answer(id, gone);
        HttpResponse<String> answer = client.get(items(id));
        assertThat(answer.statusCode()).isEqualTo(gone.status());
        assertThat(answer.body()).isEqualTo(gone.error() == null ? "" : "{\"error\":\"" + gone.error() + "\"}");
        assertThat(client.get(bids(id)).statusCode()).isEqualTo(gone.status());
        assertThat(simulator.truth(id).gone()).isEqualTo(gone);
    }

    @Test
    void aShareOfTheListingCanBeGoneFromTheStart() {
        try (var some = Simulated.with(
                options -> options.withUniverse(options.universe().withGone(0.1)))) {
            var gone = some.simulator.contractIds().stream()
                    .map(id -> some.simulator.truth(id).gone())
                    .filter(how -> how != null)
                    .toList();
            assertThat(gone).hasSizeBetween(140, 260).contains(Gone.values());
        }
    }

    @Test
    void anUnknownContractIsNotFound() {
        assertThat(client.get(items(1)).statusCode()).isEqualTo(404);
        assertThat(client.get(bids(1)).statusCode()).isEqualTo(404);
    }

    @Test
    void aContractExpiresByItselfButStaysListedUntilTheListingIsMadeAnew() {
        long first = simulator.contractIds().get(1);
        simulated.clock.advance(Duration.ofMinutes(81));
        assertThat(client.get(items(first)).statusCode()).isEqualTo(204);
        assertThat(simulator.contractIds()).contains(first);
        simulated.clock.advance(Duration.ofMinutes(30));
        assertThat(simulator.contractIds()).doesNotContain(first);
    }

    @Test
    void bidsComeWithTheClock() {
        try (var alive = Simulated.alive()) {
            long before = alive.ids("auction").stream()
                    .mapToLong(id -> alive.simulator.truth(id).bids().size())
                    .sum();
            var auctions = alive.ids("auction");
            alive.clock.advance(Duration.ofHours(2));
            long after = auctions.stream()
                    .mapToLong(id -> alive.simulator.truth(id).bids().size())
                    .sum();
            assertThat(after).isGreaterThan(before);
        }
    }
}
