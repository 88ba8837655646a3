package eve.contracts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class AccessTests {

    /// Every route, and some that do not exist: a status of 400, 404, 405 or 415 means that the caller was let
    /// in.
    static final String ROUTES = """
            GET    | /                        | 200
            GET    | /style.css               | 200
            GET    | /api/contracts           | 200
            HEAD   | /api/contracts           | 200
            GET    | /api/contracts/404       | 404
            GET    | /api/contract-ids/1      | 200
            GET    | /api/dead-letters        | 200
            HEAD   | /api/dead-letters        | 200
            GET    | /api/dead-letters/0-0    | 404
            GET    | /api/dead-letters/summary| 200
            GET    | /api/dead-letters/       | 404
            GET    | /api/dead-letters/a/b    | 404
            GET    | /api/%64ead-letters      | 200
            GET    | /api/dead%2Dletters      | 200
            GET    | /api/redrives            | 200
            GET    | /api/redrives/0          | 404
            HEAD   | /api/redrives/0          | 404
            GET    | /api/redrive%73          | 200
            GET    | /v3/api-docs             | 200
            GET    | /nowhere                 | 404
            GET    | /error                   | 404
            POST   | /api/contract-ids        | 400
            POST   | /api/contracts           | 405
            PUT    | /api/contract-ids/1      | 405
            PATCH  | /api/contracts/404       | 405
            DELETE | /api/contracts/404       | 405
            POST   | /nowhere                 | 404
            POST   | /                        | 405
            """;

    @Autowired
    Caller caller;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void theOperatorIsLetInEverywhere(String method, String path, int status) {
        assertThat(call(caller.operator(), method, path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void whoHasNotLoggedInCanReadContractsAndWhereIdsStandAndNothingElse(String method, String path, int status) {
        var answer = call(caller, method, path);

        assertThat(answer.status()).isEqualTo(isOpen(method, path) ? status : 401);
        if (answer.status() == 401) {
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"contracts\"");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(
                            method.equals("HEAD")
                                    ? "401"
                                    : answer.json().path("status").asString())
                    .isEqualTo("401");
        }
    }

    /// Few enough wrong passwords that this address need not wait.
    @ParameterizedTest
    @ValueSource(strings = {"operator:wrong", "operator:", "nobody:" + Caller.PASSWORD})
    void aWrongPasswordDoesNotEvenOpenWhatIsOpenToAll(String login) {
        assertThat(caller.as(login).get("/api/contracts").status()).isEqualTo(401);
    }

    /// No proxy is configured.
    @Test
    void anAddressThatTheCallerClaimsIsNotBelieved() {
        int before = left(caller.get("/api/contracts", "X-Forwarded-For", "203.0.113.1", "Forwarded", "for=1.2.3.4"));
        int after = left(caller.get("/api/contracts", "X-Forwarded-For", "203.0.113.2", "X-Real-IP", "203.0.113.2"));

        assertThat(after).isLessThan(before);
    }

    private static int left(Caller.Answer answer) {
        return Integer.parseInt(answer.header("RateLimit").replaceAll(".*r=([0-9]+);.*", "$1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROUTES)
    void aReaderCanReadEverythingAndDoNothingElse(String method, String path, int status) {
        var answer = call(caller.reader(), method, path);

        assertThat(answer.status()).isEqualTo(reads(method) ? status : 403);
        if (!reads(method)) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().path("detail").asString()).isEqualTo("The role OPERATOR is needed");
        }
    }

    @Test
    void noCallLeavesASessionOrACookie() {
        var answer = caller.operator().post("/api/contract-ids", "{}");

        assertThat(answer.response().headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void anotherOriginIsNotToldThatItMayCall() {
        var preflight = caller.request(
                        "/api/contract-ids",
                        "Origin",
                        "https://elsewhere.example",
                        "Access-Control-Request-Method",
                        "POST")
                .method("OPTIONS", BodyPublishers.noBody());

        assertThat(caller.send(preflight).header("Access-Control-Allow-Origin")).isEmpty();
    }

    private static boolean isOpen(String method, String path) {
        return reads(method) && !path.matches(".*(letters|redrive).*");
    }

    private static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Caller.Answer call(Caller caller, String method, String path) {
        var body = reads(method) ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
        return caller.send(
                caller.request(path).header("Content-Type", "application/json").method(method, body));
    }
}
