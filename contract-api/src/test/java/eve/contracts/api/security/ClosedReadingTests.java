package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@ApiTest
@TestPropertySource(properties = "contracts.reading.open=false")
class ClosedReadingTests {

    @Autowired
    Caller caller;

    @Test
    void readingNeedsALoginWhenItIsClosed() {
        assertThat(caller.get("/api/contracts").status()).isEqualTo(401);
        assertThat(caller.get("/api/contract-ids/1").status()).isEqualTo(401);
        assertThat(caller.operator().get("/api/contracts").status()).isEqualTo(200);
        assertThat(caller.get("/").status()).isEqualTo(200);
        assertThat(caller.get("/problems/login-needed").status()).isEqualTo(200);
    }

    @Test
    void whatIsClosedIsKeptByNoSharedCacheAndOfferedToNoOtherOrigin() {
        var answer = caller.reader().get("/api/contracts", "Origin", "https://elsewhere.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        var preflight = caller.request(
                        "/api/contracts", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody());
        assertThat(caller.send(preflight).status()).isEqualTo(403);
    }

    /// No test created the topic in this context.
    @Test
    void idsThatKafkaDoesNotTakeAreNotAccepted() {
        var answer = caller.operator().post("/api/contract-ids", "{\"contractIds\":[1,2]}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.json().path("acknowledged").asInt(-1)).isZero();
        assertThat(answer.json().path("submitted").asInt()).isEqualTo(2);
    }
}
