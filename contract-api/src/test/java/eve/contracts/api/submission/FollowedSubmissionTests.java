package eve.contracts.api.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/// Follows ids from the call that publishes them to their answers. The test acts as the worker: it commits
/// offsets and stores contracts.
@ApiTest
@TestPropertySource(properties = "apart=followed-submissions")
class FollowedSubmissionTests {

    private static final String IDS = "/api/contract-ids";

    private final Caller caller;
    private final JdbcClient sql;
    private final Database database;
    private final IdTopics topics;

    FollowedSubmissionTests(@Autowired Caller caller, @Autowired JdbcClient sql, @Autowired Database database) {
        this.caller = caller;
        this.sql = sql;
        this.database = database;
        this.topics = new IdTopics(database);
    }

    @AfterEach
    void close() {
        topics.passAll();
        topics.close();
    }

    @Test
    void anIdIsPendingUntilTheWorkerHasPassedIt() {
        publish(101);

        assertThat(status(101)).isEqualTo("PENDING");
        assertThat(standing(101).path("publishedAt").asString()).isNotEmpty();
        topics.passAll();

        await().atMost(Duration.ofSeconds(10)).until(() -> status(101).equals("UNKNOWN"));
    }

    @Test
    void anIdThatIsStoredAndPublishedAgainIsStoredAllTheWhileAndSaysThatItWaits() {
        store(111);
        assertThat(standing(111).has("publishedAt")).isFalse();
        var location = publish(111).header("Location");

        assertThat(status(111)).isEqualTo("STORED");
        assertThat(standing(111).has("publishedAt")).isTrue();
        assertThat(caller.get(location).json().at("/statuses/PENDING").asInt()).isEqualTo(1);

        // An answer that changes nothing changes only the worker's offset.
        topics.passAll();
        await().atMost(Duration.ofSeconds(10)).until(() -> !standing(111).has("publishedAt"));
        assertThat(status(111)).isEqualTo("STORED");
        assertThat(caller.get(location).json().path("answered").asBoolean()).isTrue();
    }

    @Test
    void anAnswerEndsTheWaitingBeforeTheOffsetHasPassed() {
        publish(121, 122, 123);
        store(121);
        topics.send(
                topics.letter(122, FailureReason.ESI_SERVER_ERROR, Instant.now().plusSeconds(1)));

        assertThat(status(121)).isEqualTo("STORED");
        await().atMost(Duration.ofSeconds(20)).until(() -> status(122).equals("DEAD"));
        assertThat(status(123)).isEqualTo("PENDING");
    }

    @Test
    void anIdThatWentToARetryTierIsNeverUnknown() {
        publish(131);
        topics.passAll();
        topics.send(topics.waiting(131, 1, Instant.parse("2036-01-01T00:00:00Z")));

        await().atMost(Duration.ofSeconds(20)).until(() -> standing(131), standing -> {
            assertThat(standing.path("status").asString()).isIn("PENDING", "RETRYING");
            return standing.path("attempt").asInt(0) == 1;
        });
    }

    @Test
    void idsOfATopicThatWasMadeAgainAreNotPendingForEver() throws Exception {
        var ids = LongStream.rangeClosed(1_000, 1_050).toArray();
        publish(ids);
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", Engines.shared().bootstrapServers()))) {
            admin.deleteTopics(List.of(topics.topics().contractIds())).all().get();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !admin.listTopics()
                            .names()
                            .get()
                            .contains(topics.topics().contractIds()));
        }
        IdTopics.create(database);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        caller.operator().post(IDS, "{\"contractIds\":[141]}").status() == 202);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(statuses(ids)).containsOnlyKeys("UNKNOWN"));
        assertThat(status(141)).isEqualTo("PENDING");
    }

    @Test
    void aSubmissionIsFollowedAtItsLocationUntilAllAreAnswered() {
        store(151);
        var receipt = publish(151, 152, 153);
        var location = receipt.header("Location");
        assertThat(location).startsWith(IDS + "/submissions/");

        var begun = caller.get(location).json();
        assertThat(begun.path("published").asInt()).isEqualTo(3);
        assertThat(begun.at("/statuses/PENDING").asInt()).isEqualTo(3);
        assertThat(begun.path("unanswered").valueStream().map(JsonNode::asLong)).containsExactly(151L, 152L, 153L);
        assertThat(begun.path("answered").asBoolean()).isFalse();

        store(152);
        topics.send(
                topics.letter(153, FailureReason.ESI_SERVER_ERROR, Instant.now().plusSeconds(1)));
        topics.passAll();
        var done = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> caller.get(location).json(),
                        now -> now.path("answered").asBoolean());
        assertThat(done.at("/statuses/STORED").asInt()).isEqualTo(2);
        assertThat(done.at("/statuses/DEAD").asInt()).isEqualTo(1);
        assertThat(done.path("unanswered").size()).isZero();
    }

    @Test
    void aSubmissionOfManyNamesABoundedNumberOfThem() {
        var ids = LongStream.rangeClosed(200_001, 210_000).toArray();
        var location = publish(ids).header("Location");

        var begun = caller.get(location).json();

        assertThat(begun.at("/statuses/PENDING").asInt()).isEqualTo(10_000);
        assertThat(begun.path("unanswered").size()).isEqualTo(1_000);
        assertThat(begun.path("truncated").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "00000000-0000-0000-0000-000000000000,404",
        "0,400",
        "x,400",
        "1-1-1-1-1,400",
        "%20,400",
    })
    void aSubmissionThatIsNotThereIsAProblem(String id, int status) {
        var answer = caller.get(IDS + "/submissions/" + id);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void manyIdsAreAskedForInOneCallInTheOrderGivenAndEachOnce() {
        store(161);
        publish(162);

        var answer = query("{\"contractIds\":[163,162,161,162]}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("contractIds").valueStream())
                .extracting(id ->
                        id.path("contractId").asLong() + " " + id.path("status").asString())
                .containsExactly("163 UNKNOWN", "162 PENDING", "161 STORED");
        assertThat(answer.json().at("/contractIds/2")).isEqualTo(standing(161));
    }

    @Test
    void aThousandIdsAreAnsweredAtOnce() {
        var ids = LongStream.rangeClosed(300_001, 301_000).toArray();

        assertThat(statuses(ids)).containsOnly(Map.entry("UNKNOWN", 1_000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | contractIds",
                "{\"contractIds\":[]} | contractIds",
                "{\"contractIds\":null} | contractIds",
                "{\"contractIds\":[0]} | contractIds",
                "{\"contractIds\":[\"1\"]} | contractIds",
                "{\"contractIds\":[1.5]} | contractIds",
                "{\"contractIds\":[null]} | contractIds",
            })
    void aBadQuestionIsToldWhatIsWrong(String body, String parameter) {
        var answer = query(body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("parameter").asString()).isEqualTo(parameter);
    }

    @Test
    void moreThanAThousandAreRefused() {
        var answer = query(body(LongStream.rangeClosed(1, 1_001).toArray()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).contains("at most 1000 ids, not 1001");
    }

    @Test
    void whatIsAskedMustBeJsonThoughItOnlyReads() {
        assertThat(caller.send(caller.request(IDS + "/query")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{\"contractIds\":[1]}")))
                        .status())
                .isEqualTo(415);
        assertThat(caller.as("operator:wrong")
                        .post(IDS + "/query", "{\"contractIds\":[1]}")
                        .status())
                .isEqualTo(401);
        assertThat(query("{\"contractIds\":[1]}").header("RateLimit")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/query,200,*", "'',403,''"})
    void pagesOfOtherOriginsMayAskAndNotPublish(String call, int status, String allowed) {
        var preflight = caller.send(caller.request(
                        IDS + call,
                        "Origin",
                        "https://page.example",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.status()).isEqualTo(status);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(allowed);

        var answer = caller.post(IDS + call, "{\"contractIds\":[1]}", "Origin", "https://page.example");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(allowed);
    }

    @Test
    void idsOfLowPriorityCarryTheHeaderThatTheWorkerReads() {
        assertThat(caller.operator()
                        .post(IDS, "{\"contractIds\":[171],\"priority\":\"low\"}")
                        .status())
                .isEqualTo(202);
        assertThat(caller.operator()
                        .post(IDS, "{\"contractIds\":[172],\"priority\":\"normal\"}")
                        .status())
                .isEqualTo(202);
        publish(173);

        var priorities = topics.read(topics.topics().contractIds()).stream()
                .collect(Collectors.toMap(
                        record -> new String(record.key(), UTF_8),
                        record -> String.valueOf(IdTopics.header(record, HeaderNames.PRIORITY)),
                        (_, last) -> last));
        assertThat(priorities)
                .containsEntry("171", "low")
                .containsEntry("172", "null")
                .containsEntry("173", "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"LOW\"", "\"high\"", "\"\"", "\" low\"", "1", "true", "[\"low\"]", "{}"})
    void anUnknownPriorityIsRefusedAndNothingIsPublished(String priority) {
        var answer = caller.operator().post(IDS, "{\"contractIds\":[181],\"priority\":" + priority + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("parameter").asString()).isEqualTo("priority");
        assertThat(answer.json().path("detail").asString()).isEqualTo("priority must be low or normal");
        assertThat(status(181)).isEqualTo("UNKNOWN");
    }

    private Caller.Answer publish(long... ids) {
        var answer = caller.operator().post(IDS, body(ids));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer;
    }

    private Caller.Answer query(String body) {
        return caller.post(IDS + "/query", body);
    }

    private Map<String, Long> statuses(long... ids) {
        return query(body(ids))
                .json()
                .path("contractIds")
                .valueStream()
                .collect(Collectors.groupingBy(id -> id.path("status").asString(), Collectors.counting()));
    }

    private static String body(long... ids) {
        return LongStream.of(ids).mapToObj(Long::toString).collect(Collectors.joining(",", "{\"contractIds\":[", "]}"));
    }

    private JsonNode standing(long id) {
        return caller.get(IDS + "/" + id).json();
    }

    private String status(long id) {
        return standing(id).path("status").asString();
    }

    private void store(long id) {
        sql.sql("insert into contract (contract_id, region_id, type, issuer_id, issuer_corporation_id, date_issued,"
                        + " date_expired, item_count, bid_count, status, version, content_hash, observed_at, fetched_at)"
                        + " values (:id, 10000002, 'courier', 2, 3, now(), now(), 0, 0, 'OPEN', 1, '', now(), now())")
                .param("id", id)
                .update();
    }
}
