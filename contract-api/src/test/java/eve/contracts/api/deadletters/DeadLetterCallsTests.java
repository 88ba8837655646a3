package eve.contracts.api.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.api.Tables;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// Separate from other tests, because these dead letters would change the status of ids there.
@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class DeadLetterCallsTests {

    private static final Instant NOW = Instant.now();

    private final Caller caller;
    private final JdbcClient sql;
    private final IdTopics topics;
    private final List<String> ids = new ArrayList<>();

    DeadLetterCallsTests(@Autowired Caller caller, @Autowired JdbcClient sql, @Autowired Database database) {
        this.caller = caller;
        this.sql = sql;
        this.topics = new IdTopics(database);
    }

    /// Sends ten dead letters: five with two reasons within the hour, three within the day, one within the
    /// week, one older; two have the same time.
    @BeforeEach
    void fill() {
        Tables.empty(sql, "dead_letter, dead_letter_decision");
        for (int each = 0; each < 5; each++) {
            ids.add(topics.send(topics.letter(
                    100 + each,
                    each < 2 ? FailureReason.ESI_UNREACHABLE : FailureReason.STORE_FAILED,
                    NOW.minusSeconds(each / 2))));
        }
        for (var age : List.of(Duration.ofHours(2), Duration.ofHours(3), Duration.ofHours(23))) {
            ids.add(topics.send(topics.letter(200, FailureReason.STORE_FAILED, NOW.minus(age))));
        }
        ids.add(topics.send(topics.letter(300, FailureReason.INTERNAL_ERROR, NOW.minus(Duration.ofDays(6)))));
        ids.add(topics.send(topics.letter(400, FailureReason.INTERNAL_ERROR, NOW.minus(Duration.ofDays(60)))));
        await().atMost(Duration.ofSeconds(30)).until(() -> list("").size() == 10);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void eachFilterFindsItsOwn() {
        assertThat(list("reason=ESI_UNREACHABLE")).containsExactlyInAnyOrder(ids.get(0), ids.get(1));
        assertThat(list("contractId=200")).containsExactly(ids.get(5), ids.get(6), ids.get(7));
        assertThat(list("since=" + NOW.minus(Duration.ofHours(1)))).hasSize(5);
        assertThat(list("until=" + NOW.minus(Duration.ofHours(1)))).hasSize(5);
        assertThat(list("since=" + time(6) + "&until=" + time(5))).containsExactly(ids.get(6));
        assertThat(list("state=DISCARDED")).isEmpty();
        assertThat(list("reason=STORE_FAILED&contractId=102&state=OPEN")).containsExactly(ids.get(2));
    }

    @Test
    void pagesHoldEachLetterOnceThoughOthersDieMeanwhile() {
        var walked = new ArrayList<String>();
        var cursor = "";
        do {
            var page =
                    caller.operator().get("/api/dead-letters?limit=3" + cursor).json();
            page.path("deadLetters")
                    .forEach(letter -> walked.add(letter.path("id").asString()));
            var fresh = topics.send(topics.letter(500, FailureReason.STORE_FAILED));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            caller.operator().get("/api/dead-letters/" + fresh).status() == 200);
            cursor = page.has("nextCursor")
                    ? "&cursor=" + URLEncoder.encode(page.path("nextCursor").asString(), StandardCharsets.UTF_8)
                    : "";
        } while (!cursor.isEmpty());

        assertThat(walked).hasSize(10).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void theSummaryCountsByReasonAndAge() {
        caller.operator().post("/api/dead-letters/" + ids.get(8) + "/discard", "{\"note\":\"test\"}");

        var summary = caller.operator().get("/api/dead-letters/summary").json();

        assertThat(summary.path("deadLetters").asLong()).isEqualTo(10);
        assertThat(summary.at("/states/OPEN").asLong()).isEqualTo(9);
        assertThat(summary.at("/states/DISCARDED").asLong()).isEqualTo(1);
        assertThat(summary.at("/states/QUARANTINED").asLong(-1)).isZero();
        assertThat(summary.path("reasons").valueStream().map(Object::toString))
                .containsExactly(
                        "{\"state\":\"DISCARDED\",\"reason\":\"INTERNAL_ERROR\",\"deadLetters\":1,\"lastHour\":0,"
                                + "\"lastDay\":0,\"lastWeek\":1,\"older\":0}",
                        "{\"state\":\"OPEN\",\"reason\":\"ESI_UNREACHABLE\",\"deadLetters\":2,\"lastHour\":2,"
                                + "\"lastDay\":0,\"lastWeek\":0,\"older\":0}",
                        "{\"state\":\"OPEN\",\"reason\":\"INTERNAL_ERROR\",\"deadLetters\":1,\"lastHour\":0,"
                                + "\"lastDay\":0,\"lastWeek\":0,\"older\":1}",
                        "{\"state\":\"OPEN\",\"reason\":\"STORE_FAILED\",\"deadLetters\":6,\"lastHour\":3,"
                                + "\"lastDay\":3,\"lastWeek\":0,\"older\":0}");
    }

    @Test
    void anOperatorDiscardsWithANoteAndMayRepeatIt() {
        var path = "/api/dead-letters/" + ids.get(0) + "/discard";

        assertThat(caller.post(path, "{\"note\":\"x\"}").status()).isEqualTo(401);
        assertThat(caller.operator().post(path, "{}").json().path("detail").asString())
                .isEqualTo("note must say why");
        assertThat(caller.operator().post(path, "{\"note\":\"a\\u0000b\"}").status())
                .isEqualTo(400);
        var discarded = caller.operator().post(path, "{\"note\":\" of a test \"}");
        var again = caller.operator().post(path, "{\"note\":\"x\"}");

        assertThat(discarded.status()).isEqualTo(200);
        assertThat(discarded.json().path("state").asString()).isEqualTo("DISCARDED");
        assertThat(discarded.json().at("/decision/decidedBy").asString()).isEqualTo("operator");
        assertThat(discarded.json().at("/decision/note").asString()).isEqualTo("of a test");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(discarded.json());
        assertThat(list("state=DISCARDED")).containsExactly(ids.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reason=ESI_SERVER_EROR",
                "reason=",
                "since=yesterday",
                "since=%2B1000000000-12-31T23:59:59Z",
                "until=-0001-01-01T00:00:00Z",
                "since=2026-03-01T00:00:00Z&until=2026-03-01T00:00:00Z",
                "contractId=0",
                "contractId=x",
                "state=open",
                "cursor=bm9uZQ",
                "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OjEtMQ",
                "limit=0",
                "limit=201",
                "reasons=STORE_FAILED",
                "limit=1&limit=2"
            })
    void whatCannotBeAskedIsTold(String query) {
        var answer = caller.operator().get("/api/dead-letters?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(query).startsWith(answer.json().path("parameter").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1-", "1-99999999999999999999", "1-1'"})
    void anIdOfAnotherFormIsRefused(String id) {
        assertThat(caller.operator().get("/api/dead-letters/" + id).status()).isEqualTo(400);
    }

    @Test
    void aLetterThatIsNotThereIsNotFound() {
        assertThat(caller.operator().get("/api/dead-letters/0-999999999").status())
                .isEqualTo(404);
        assertThat(caller.operator()
                        .post("/api/dead-letters/0-999999999/discard", "{\"note\":\"x\"}")
                        .status())
                .isEqualTo(404);
    }

    private String time(int letter) {
        return caller.operator()
                .get("/api/dead-letters/" + ids.get(letter))
                .json()
                .path("diedAt")
                .asString();
    }

    private List<String> list(String query) {
        return caller.operator()
                .get("/api/dead-letters?" + query)
                .json()
                .path("deadLetters")
                .valueStream()
                .map(letter -> letter.path("id").asString())
                .toList();
    }
}
