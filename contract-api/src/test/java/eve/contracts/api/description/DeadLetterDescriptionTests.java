package eve.contracts.api.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// Separate from other tests, because these dead letters would change the status of ids there.
@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class DeadLetterDescriptionTests {

    private final Caller caller;
    private final Database database;

    DeadLetterDescriptionTests(@Autowired Caller caller, @Autowired Database database) {
        this.caller = caller;
        this.database = database;
    }

    @Test
    void realAnswersAboutDeadLettersAndRedrivesAreAsDescribed() {
        try (var topics = new IdTopics(database)) {
            var first = projected(topics, 71);
            var second = projected(topics, 72);
            var operator = caller.operator();

            expect("GET", "/api/dead-letters", 200, caller.operator().get("/api/dead-letters?limit=1"));
            expect("GET", "/api/dead-letters", 400, caller.operator().get("/api/dead-letters?reason=X"));
            expect("GET", "/api/dead-letters/{id}", 200, caller.operator().get("/api/dead-letters/" + first));
            expect("GET", "/api/dead-letters/{id}", 404, caller.operator().get("/api/dead-letters/0-999999999"));
            expect("GET", "/api/dead-letters/summary", 200, caller.operator().get("/api/dead-letters/summary"));
            var discard = "/api/dead-letters/" + first + "/discard";
            expect("POST", "/api/dead-letters/{id}/discard", 400, operator.post(discard, "{}"));
            expect("POST", "/api/dead-letters/{id}/discard", 200, operator.post(discard, "{\"note\":\"x\"}"));
            expect("POST", "/api/redrives", 400, operator.post("/api/redrives", "{}"));
            expect("POST", "/api/redrives", 401, caller.post("/api/redrives", "{}"));
            var these = "{\"ids\":[\"" + first + "\",\"" + second + "\"],\"note\":\"x\",\"dryRun\":%s}";
            expect("POST", "/api/redrives", 200, operator.post("/api/redrives", these.formatted(true)));
            var begun = operator.post("/api/redrives", these.formatted(false));
            expect("POST", "/api/redrives", 202, begun);
            var redrive = begun.header("Location");
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                topics.passAll();
                return caller.operator().get(redrive).body().contains("\"state\":\"DONE\"");
            });
            expect("GET", "/api/redrives/{id}", 200, caller.operator().get(redrive));
            var replayed = "/api/dead-letters/" + second + "/discard";
            expect("POST", "/api/dead-letters/{id}/discard", 409, operator.post(replayed, "{\"note\":\"x\"}"));
            expect("GET", "/api/redrives/{id}", 404, caller.operator().get("/api/redrives/0"));
            expect("GET", "/api/redrives", 200, caller.operator().get("/api/redrives"));
            expect("GET", "/api/redrives", 400, caller.operator().get("/api/redrives?limit=0"));
            expect("POST", "/api/redrives/{id}/cancel", 409, operator.post(redrive + "/cancel", "{}"));
            expect("GET", "/api/dead-letters/{id}", 200, caller.operator().get("/api/dead-letters/" + second));
        }
    }

    @Test
    void aRedriveThatIsCancelledIsAsDescribed() {
        try (var topics = new IdTopics(database)) {
            for (long contract = 80; contract < 90; contract++) {
                projected(topics, contract);
            }
            var begun = caller.operator()
                    .post("/api/redrives", "{\"filter\":{},\"ratePerSecond\":1,\"limit\":10,\"note\":\"x\"}");

            var cancelled = caller.operator().post(begun.header("Location") + "/cancel", "{\"note\":\"enough\"}");

            expect("POST", "/api/redrives", 202, begun);
            expect("POST", "/api/redrives/{id}/cancel", 200, cancelled);
        }
    }

    private String projected(IdTopics topics, long contract) {
        var id = topics.send(topics.letter(contract, FailureReason.STORE_FAILED));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.operator().get("/api/dead-letters/" + id).status() == 200);
        return id;
    }

    private void expect(String method, String path, int status, Caller.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(ServedDescription.of(caller).violations(method, path, answer))
                .as("%s %s: %s", method, path, answer.body())
                .isEmpty();
    }
}
