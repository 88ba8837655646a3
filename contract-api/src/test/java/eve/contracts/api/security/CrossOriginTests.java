package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.contracts.search.Samples;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class CrossOriginTests {

    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient database;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void store() {
        new Samples(database, transactions).store();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/contracts",
                "/api/contracts/1",
                "/api/contracts/404",
                "/api/contracts?x=1",
                "/api/contract-ids/1",
                "/api/%63ontracts"
            })
    void aPageOfAnyOriginCanReadWhatIsOpen(String path) {
        for (var origin : List.of("https://elsewhere.example", "http://localhost:3000", "null")) {
            for (var answer : List.of(caller.get(path, "Origin", origin), caller.head(path, "Origin", origin))) {
                assertThat(answer.header(ALLOWED)).isEqualTo("*");
                assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
                assertThat(String.join(",", answer.response().headers().allValues("Access-Control-Expose-Headers")))
                        .contains("ETag", "Link", "Retry-After", "RateLimit", "RateLimit-Policy", "Location");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/contracts       | GET  | if-none-match",
                "/api/contracts       | HEAD | ",
                "/api/contracts/1     | GET  | accept,if-none-match",
                "/api/contract-ids/1  | GET  | ",
            })
    void aPreflightOfAReadNeedsNoLoginAndSpendsNothing(String path, String method, String headers) {
        int before = left();
        for (var as : List.of(caller, caller.as("operator:wrong"))) {
            var answer = preflight(as, path, method, headers);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header(ALLOWED)).isEqualTo("*");
            assertThat(answer.header("Access-Control-Allow-Methods")).contains(method);
            assertThat(answer.header("RateLimit")).isEmpty();
        }
        assertThat(left()).isGreaterThanOrEqualTo(before - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/contracts           | POST   | ",
                "/api/contracts           | DELETE | ",
                "/api/contract-ids        | POST   | content-type",
                "/api/contracts           | GET    | authorization",
                "/api/contracts           | GET    | x-made-up",
                "/api/dead-letters        | GET    | ",
                "/api/dead-letters/0-0    | GET    | ",
                "/api/%64ead-letters      | GET    | ",
                "/api/redrives            | GET    | ",
                "/api/redrives            | POST   | content-type",
                "/api/redrives/1/cancel   | POST   | content-type",
            })
    void otherPreflightsAreRefusedWithAProblem(String path, String method, String headers) {
        var answer = preflight(caller, path, method, headers);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header(ALLOWED)).isEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("/problems/origin-not-allowed");
    }

    @Test
    void whatIsClosedOrWritesSaysNothingToOtherOriginsAndWorksAsBefore() {
        var origin = "https://elsewhere.example";
        for (var path : List.of("/api/dead-letters", "/api/redrives", "/api/%72edrives")) {
            var answer = caller.reader().get(path, "Origin", origin);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header(ALLOWED)).isEmpty();
        }
        var written = caller.operator().post("/api/contract-ids", "{}", "Origin", origin);
        assertThat(written.status()).isEqualTo(400);
        assertThat(written.header(ALLOWED)).isEmpty();
    }

    private int left() {
        return Integer.parseInt(caller.get("/api/contracts").header("RateLimit").replaceAll(".*r=([0-9]+);.*", "$1"));
    }

    private static Caller.Answer preflight(
            Caller as, String path, String method, @org.jspecify.annotations.Nullable String headers) {
        var request = as.request(path, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", method);
        if (headers != null) {
            request.header("Access-Control-Request-Headers", headers);
        }
        return as.send(request.method("OPTIONS", BodyPublishers.noBody()));
    }
}
