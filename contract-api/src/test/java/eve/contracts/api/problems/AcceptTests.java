package eve.contracts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.contracts.search.Samples;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@ApiTest
class AcceptTests {

    private static final List<String> READS = List.of(
            "/api/contracts",
            "/api/contracts/1",
            "/api/contracts/404",
            "/api/contract-ids/1",
            "/api/dead-letters",
            "/api/dead-letters/summary",
            "/api/redrives");

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

    @Test
    void whoDoesNotTakeJsonIsToldOnEveryCall() {
        var all = new SoftAssertions();
        for (var accept : List.of(
                "application/yaml",
                "application/x-yaml",
                "text/html",
                "text/*",
                "application/anything+json",
                "application/*+json",
                "application/problem+json",
                "application/xml, text/xml;q=0.9",
                "application/cbor",
                "application/json;q=0",
                "application/json;q=0, text/html",
                "image/png",
                "json",
                "application/",
                "/",
                ";;;",
                "application/json;q=x")) {
            for (var path : READS) {
                var answer = caller.operator().get(path, "Accept", accept);
                all.assertThat(answer.status())
                        .as("%s %s: %s", path, accept, answer.body())
                        .isEqualTo(406);
                all.assertThat(answer.header("Content-Type"))
                        .as("%s %s", path, accept)
                        .isEqualTo("application/problem+json");
                all.assertThat(answer.body()).as("%s %s", path, accept).contains("/problems/not-acceptable");
            }
            for (var path : List.of("/api/contract-ids", "/api/redrives")) {
                var answer = caller.operator().post(path, "{\"contractIds\":[1]}", "Accept", accept);
                all.assertThat(answer.status())
                        .as("%s %s: %s", path, accept, answer.body())
                        .isEqualTo(406);
            }
        }
        all.assertAll();
    }

    @Test
    void jsonIsSentAsJsonHoweverItIsAskedFor() {
        var all = new SoftAssertions();
        for (var accept : List.of(
                "*/*",
                "application/*",
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json;charset=utf-16",
                "application/json;v=1",
                "application/json; indent=4, */*;q=0.1",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
                "application/yaml, application/json;q=0.1",
                "application/anything+json, application/*;q=0.5",
                "text/html;q=0, */*;q=0.001")) {
            for (var path : READS) {
                var answer = caller.operator().get(path, "Accept", accept);
                all.assertThat(answer.header("Content-Type"))
                        .as("%s %s", path, accept)
                        .isEqualTo(path.endsWith("404") ? "application/problem+json" : "application/json");
                all.assertThat(answer.status()).as("%s %s", path, accept).isIn(200, 404);
            }
        }
        all.assertAll();
        assertThat(caller.raw("GET /api/contracts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Type: application/json\r\n");
        assertThat(caller.raw("GET /api/contracts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: \r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(
                        caller.raw(
                                "GET /api/contracts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: text/html\r\nAccept: application/json\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }
}
