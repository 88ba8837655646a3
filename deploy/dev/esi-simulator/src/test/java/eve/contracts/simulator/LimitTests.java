package eve.contracts.simulator;

import static eve.contracts.simulator.Client.header;
import static eve.contracts.simulator.Simulated.LISTING;
import static eve.contracts.simulator.Simulated.items;
import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.simulator.faults.Body;
import eve.contracts.simulator.faults.Fault;
import eve.contracts.simulator.faults.FaultKind;
import eve.contracts.simulator.faults.Route;
import eve.contracts.simulator.http.TokenLimit;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitTests {

    @Test
    void aHundredErrorsInAMinuteCloseEveryRouteUntilTheMinuteIsOver() {
        try (var simulated = Simulated.still()) {
            Client client = simulated.client;
            simulated.clock.advance(Duration.ofSeconds(15));
            for (int error = 1; error <= 100; error++) {
                HttpResponse<String> answer = client.get(items(1));
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(header(answer, "X-ESI-Error-Limit-Remain")).isEqualTo(Integer.toString(100 - error));
                assertThat(header(answer, "X-ESI-Error-Limit-Reset")).isEqualTo("45");
            }
            HttpResponse<String> closed = client.get(LISTING);
            assertThat(closed.statusCode()).isEqualTo(420);
            assertThat(header(closed, "Retry-After")).isEqualTo("absent");
            assertThat(client.get("/status").statusCode()).isEqualTo(420);
            assertThat(simulated.simulator.requests().count(Route.LISTING, 420)).isEqualTo(1);

            simulated.clock.advance(Duration.ofSeconds(44));
            assertThat(client.get(LISTING).statusCode()).isEqualTo(420);
            simulated.clock.advance(Duration.ofSeconds(1));
            HttpResponse<String> open = client.get(LISTING);
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(header(open, "X-ESI-Error-Limit-Remain")).isEqualTo("100");
        }
    }

    @Test
    void answersThatAreNoErrorsDoNotCount() {
        try (var simulated = Simulated.still()) {
            long id = simulated.anExchange();
            simulated.simulator.accept(id);
            assertThat(header(simulated.client.get(items(id)), "X-ESI-Error-Limit-Remain"))
                    .isEqualTo("100");
            assertThat(header(simulated.client.get(LISTING), "X-ESI-Error-Limit-Remain"))
                    .isEqualTo("100");
        }
    }

    @Test
    void whatEsiDidNotAnswerItselfDoesNotCountButTheGameServersLimitDoes() {
        try (var simulated = Simulated.still()) {
            simulated.simulator.faults().add(Fault.answering(503, Body.HTML, 1).atMost(3));
            for (int n = 0; n < 3; n++) {
                assertThat(header(simulated.client.get(LISTING), "X-ESI-Error-Limit-Remain"))
                        .isEqualTo("absent");
            }
            simulated.simulator.faults().add(Fault.of(FaultKind.GAME_LIMIT, 1).atMost(1));
            assertThat(header(simulated.client.get(LISTING), "X-ESI-Error-Limit-Remain"))
                    .isEqualTo("99");
            assertThat(header(simulated.client.get(LISTING), "X-ESI-Error-Limit-Remain"))
                    .isEqualTo("99");
        }
    }

    @Test
    void spentTokensAreGivenBackAfterTheirWindow() {
        var limit = new TokenLimit(9, Duration.ofMinutes(15), true);
        try (var simulated = Simulated.with(options -> options.withTokens(limit))) {
            Client client = simulated.client;
            HttpResponse<String> first = client.get(LISTING);
            assertThat(header(first, "X-Ratelimit-Group")).isEqualTo("contract");
            assertThat(header(first, "X-Ratelimit-Limit")).isEqualTo("9/15m");
            assertThat(header(first, "X-Ratelimit-Remaining")).isEqualTo("7");
            assertThat(header(first, "X-Ratelimit-Used")).isEqualTo("2");
            HttpResponse<String> known = client.get(LISTING, "If-None-Match", header(first, "ETag"));
            assertThat(header(known, "X-Ratelimit-Remaining")).isEqualTo("6");
            assertThat(header(client.get(items(1)), "X-Ratelimit-Remaining")).isEqualTo("1");
            assertThat(client.get(LISTING).statusCode()).isEqualTo(200);

            simulated.clock.advance(Duration.ofMinutes(5));
            HttpResponse<String> refused = client.get(LISTING);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Retry-After")).isEqualTo("600");
            assertThat(client.get("/status").statusCode()).isEqualTo(200);

            simulated.clock.advance(Duration.ofMinutes(10));
            assertThat(client.get(LISTING).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTokenLimitCanBeKeptToItself() {
        var limit = new TokenLimit(1, Duration.ofMinutes(15), false);
        try (var simulated = Simulated.with(options -> options.withTokens(limit))) {
            assertThat(header(simulated.client.get(LISTING), "X-Ratelimit-Limit"))
                    .isEqualTo("absent");
            HttpResponse<String> refused = simulated.client.get(LISTING);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Retry-After")).isEqualTo("absent");
        }
    }
}
