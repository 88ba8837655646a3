package eve.contracts.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.contracts.search.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@ApiTest
class DescriptionTests {

    @Autowired
    Caller caller;

    @Autowired
    JdbcClient database;

    @Autowired
    PlatformTransactionManager transactions;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /api/contracts         | /api/contracts                            | 200",
                "GET  | /api/contracts         | /api/contracts?limit=1                    | 200",
                "GET  | /api/contracts         | /api/contracts?q=nothing                  | 200",
                "GET  | /api/contracts         | /api/contracts?sort=title                 | 400",
                "GET  | /api/contracts/{id}    | /api/contracts/1                          | 200",
                "GET  | /api/contracts/{id}    | /api/contracts/2                          | 200",
                "GET  | /api/contracts/{id}    | /api/contracts/3                          | 200",
                "GET  | /api/contracts/{id}    | /api/contracts/404                        | 404",
                "GET  | /api/contracts/{id}    | /api/contracts/x                          | 400",
                "GET  | /api/contract-ids/{id} | /api/contract-ids/1                       | 200",
                "GET  | /api/contract-ids/{id} | /api/contract-ids/404                     | 200",
                "GET  | /api/contract-ids/{id} | /api/contract-ids/0                       | 400",
                "POST | /api/contract-ids      | {\"contractIds\":[]}                      | 400",
                "POST | /api/contract-ids      | {\"contractIds\":[1,\"x\"]}               | 400",
                "POST | /api/contract-ids      | {\"contractIds\":[1],\"regionId\":[]}     | 400",
                "POST | /api/contract-ids      | {                                         | 400",
                "ANON | /api/contract-ids      | {\"contractIds\":[1]}                     | 401",
            })
    void realAnswersAreAsDescribed(String method, String path, String call, int status) {
        new Samples(database, transactions).store();
        var answer = switch (method) {
            case "GET" -> caller.get(call);
            case "POST" -> caller.operator().post(path, call);
            default -> caller.post(path, call);
        };

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(ServedDescription.of(caller).violations(method.equals("GET") ? "GET" : "POST", path, answer))
                .isEmpty();
    }

    @Test
    void anUnchangedAnswerIsDescribed() {
        new Samples(database, transactions).store();
        var etag = caller.get("/api/contracts/1").header("ETag");

        var answer = caller.get("/api/contracts/1", "If-None-Match", etag);

        assertThat(answer.status()).isEqualTo(304);
        assertThat(ServedDescription.of(caller).violations("GET", "/api/contracts/{id}", answer))
                .isEmpty();
    }

    @Test
    void everyCallHasWordsALoginWhereItWritesAndTheProblemsItMayAnswerWith() {
        var description = ServedDescription.of(caller);

        description
                .document()
                .path("paths")
                .propertyStream()
                .forEach(path -> path.getValue().propertyStream().forEach(operation -> {
                    var call = operation.getKey() + " " + path.getKey();
                    assertThat(operation.getValue().path("summary").asString())
                            .as(call)
                            .isNotBlank();
                    assertThat(operation
                                    .getValue()
                                    .at("/responses/default/content")
                                    .has("application/problem+json"))
                            .as(call)
                            .isTrue();
                    if (!operation.getKey().equals("get") && !path.getKey().endsWith("/query")) {
                        assertThat(operation.getValue().path("security").size())
                                .as(call)
                                .isEqualTo(2);
                        assertThat(operation.getValue().path("responses").has("403"))
                                .as(call)
                                .isTrue();
                    }
                }));
        assertThat(description.document().path("openapi").asString()).startsWith("3.1");
        assertThat(description.document().path("paths").has("/error")).isFalse();
    }

    @Test
    void everyParameterOfOurCallsIsExplainedAndEveryExampleIsValid() {
        var description = ServedDescription.of(caller);
        var examples = new ArrayList<String>();
        description
                .document()
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    var call = operation.path("operationId").asString();
                    operation
                            .path("parameters")
                            .forEach(parameter -> assertThat(
                                            parameter.path("description").asString())
                                    .as("%s %s", call, parameter)
                                    .isNotBlank());
                    assertThat(operation.path("requestBody").path("content"))
                            .allSatisfy(media ->
                                    assertThat(media.has("example")).as(call).isTrue());
                    assertThat(operation.path("responses").propertyStream())
                            .filteredOn(response -> response.getKey().startsWith("2"))
                            .isNotEmpty()
                            .allSatisfy(
                                    response -> assertThat(response.getValue().path("content"))
                                            .as("%s %s", call, response.getKey())
                                            .isNotEmpty()
                                            .allSatisfy(media -> assertThat(media.has("example"))
                                                    .as(call)
                                                    .isTrue()));
                    medias(operation).forEach(media -> {
                        if (media.has("example")) {
                            var example = media.path("example").toString();
                            examples.add(example);
                            assertThat(description.violations(media.path("schema"), example))
                                    .as("%s: %s", call, example)
                                    .isEmpty();
                        }
                    });
                }));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(24);
    }

    private static List<JsonNode> medias(JsonNode operation) {
        var medias = new ArrayList<JsonNode>();
        operation.path("requestBody").path("content").forEach(medias::add);
        operation.path("responses").forEach(response -> response.path("content").forEach(medias::add));
        return medias;
    }
}
