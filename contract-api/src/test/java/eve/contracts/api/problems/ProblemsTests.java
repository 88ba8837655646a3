package eve.contracts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
class ProblemsTests {

    /// Texts of the libraries that this service uses.
    private static final List<String> FOREIGN = List.of(
            "No static resource",
            "Failed to",
            "Required ",
            "is not supported",
            "not readable",
            "Invalid CORS request",
            "Acceptable representations",
            "No acceptable",
            "Unexpected",
            "tools.jackson",
            "Exception");

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient sql;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "anyone   | GET     | /nowhere                       |                          | 404 | no-such-call",
                "anyone   | HEAD    | /api/nope                      |                          | 404 | no-such-call",
                "anyone   | GET     | /api/contracts/1/nope          |                          | 404 | no-such-call",
                "anyone   | GET     | /error                         |                          | 404 | no-such-call",
                "anyone   | GET     | /v3/api-docs/nope              |                          | 404 | no-such-call",
                "anyone   | GET     | /favicon.ico                   |                          | 404 | no-such-call",
                "operator | POST    | /nowhere                       | {}                       | 404 | no-such-call",
                "operator | DELETE  | /api/contracts/1               | {}                       | 405 | method-not-allowed",
                "operator | POST    | /                              | {}                       | 405 | method-not-allowed",
                "operator | PROPFIND| /api/contracts                 | {}                       | 400 | malformed-request",
                "anyone   | GET     | /api/contract-ids              |                          | 405 | method-not-allowed",
                "operator | POST    | /api/contract-ids              |                          | 400 | invalid-body",
                "operator | POST    | /api/contract-ids              | {                        | 400 | invalid-body",
                "operator | POST    | /api/contract-ids              | []                       | 400 | invalid-body",
                "operator | POST    | /api/contract-ids              | null                     | 400 | invalid-body",
                "operator | POST    | /api/contract-ids              | {}                       | 400 | invalid-parameter",
                "operator | POST    | /api/contract-ids              | {\"a\":1}                | 400 | invalid-parameter",
                "operator | POST    | /api/contract-ids              | {\"contractIds\":[0]}    | 400 | invalid-ids",
                "anyone   | GET     | /api/contracts?x=1             |                          | 400 | invalid-parameter",
                "anyone   | GET     | /api/contracts/x               |                          | 400 | invalid-parameter",
                "anyone   | GET     | /api/contracts?cursor=x        |                          | 400 | invalid-cursor",
                "anyone   | GET     | /api/contracts?q=%FF           |                          | 400 | malformed-request",
                "anyone   | GET     | /api/contracts;a=b             |                          | 400 | malformed-request",
                "anyone   | GET     | /api/dead-letters              |                          | 401 | login-needed",
                "anyone   | POST    | /nowhere                       | {}                       | 401 | login-needed",
                "wrong    | GET     | /api/contracts                 |                          | 401 | login-needed",
                "reader   | POST    | /api/contract-ids              | {}                       | 403 | role-missing",
                "anyone   | GET     | /api/contracts/404404          |                          | 404 | contract-not-stored",
                "reader   | GET     | /api/dead-letters/0-0          |                          | 404 | no-such-dead-letter",
                "reader   | GET     | /api/dead-letters/0-0/value    |                          | 404 | no-such-dead-letter",
                "operator | POST    | /api/dead-letters/0-0/discard  | {\"note\":\"x\"}         | 404 | no-such-dead-letter",
                "reader   | GET     | /api/redrives/0                |                          | 404 | no-such-redrive",
                "operator | POST    | /api/redrives/0/cancel         | {}                       | 404 | no-such-redrive",
                "anyone   | GET     | /problems/nope                 |                          | 404 | no-such-problem",
            })
    void everyProblemNamesItsKindAndSpeaksOurOwnWords(
            String who, String method, String path, @Nullable String body, int status, String kind) {
        var as = switch (who) {
            case "operator" -> caller.operator();
            case "reader" -> caller.reader();
            case "wrong" -> caller.as("operator:wrong");
            default -> caller;
        };
        var request = as.request(path);
        if (!method.equals("GET") && !method.equals("HEAD")) {
            request.header("Content-Type", "application/json");
        }

        var answer = caller.send(request.method(method, BodyPublishers.ofString(body == null ? "" : body)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        if (!method.equals("HEAD")) {
            isProblem(answer.json(), status, kind);
            if (!kind.equals("malformed-request")) {
                assertThat(answer.json().path("instance").asString()).isEqualTo(path.replaceAll("\\?.*", ""));
            }
        }
    }

    @Test
    void refusedMediaTypesAndBodiesAreProblemsOfTheirOwn() {
        isProblem(caller.get("/api/contracts", "Accept", "application/yaml").json(), 406, "not-acceptable");
        var text = caller.operator()
                .request("/api/contract-ids", "Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"));
        isProblem(caller.send(text).json(), 415, "json-needed");
        var large = caller.operator().post("/api/contract-ids", " ".repeat(1_100_000));
        isProblem(large.json(), 413, "body-too-large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/contracts HTTP/1.1                   | 400",
                "GET /api/contracts?q=<>\" HTTP/1.1\\nHost: x  | 400",
                "GET /%00 HTTP/1.1\\nHost: x                   | 400",
                "GET /a HTTP/1.1\\nHost: x\\nHost: y           | 400",
                "GET /a HTTP/9.9\\nHost: x                     | 505",
                "TRACE / HTTP/1.1\\nHost: x                    | 405",
                "FOO,BAR / HTTP/1.1\\nHost: x                  | 400",
            })
    void whatTheContainerRefusesIsAProblemToo(String request, int status) {
        var answer = caller.raw(request.replace("\\n", "\r\n") + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        isProblem(
                JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1)),
                status,
                status == 405 ? "method-not-allowed" : "malformed-request");
    }

    @Test
    void aTableThatIsAwayIsAnOutageAndNoDefect() {
        sql.sql("alter table contract rename to contract_away").update();
        try {
            for (String path : List.of("/api/contracts/1", "/api/contracts?q=away")) {
                var answer = caller.get(path);
                isProblem(answer.json(), 503, "database-unavailable");
                assertThat(answer.header("Retry-After")).isNotBlank();
            }
        } finally {
            sql.sql("alter table contract_away rename to contract").update();
        }
    }

    @Test
    void theListOfProblemsLeadsToThePageOfEach() {
        var list = caller.get("/problems");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).startsWith("text/html");
        assertThat(list.body()).contains("problems/invalid-parameter", "problems/defect", "style.css");
    }

    private void isProblem(JsonNode problem, int status, String kind) {
        var type = problem.path("type").asString();
        assertThat(type).as(problem.toString()).isEqualTo("/problems/" + kind);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(FOREIGN).noneMatch(problem.toString()::contains);
        var page = caller.get(type, "Accept", "text/html,*/*;q=0.1");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains(problem.path("title").asString());
    }
}
