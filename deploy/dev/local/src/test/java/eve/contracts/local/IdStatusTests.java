package eve.contracts.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.AggregatorApplication;
import eve.contracts.api.ApiReplica;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The real worker fetches from a simulated ESI while the test reads the status of its ids.
class IdStatusTests {

    private static final Database DATABASE = MigratedDatabase.create();

    private static EsiSimulator esi;
    private static ConfigurableApplicationContext worker;
    private static ApiReplica api;
    private static Caller caller;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(SimulatorOptions.defaults()
                .withContracts(60)
                .withStillUniverse()
                .withoutLatency());
        worker = AggregatorApplication.application()
                .run(Stream.of(
                                "spring.datasource.url=" + DATABASE.jdbcUrl(),
                                "spring.datasource.username=" + DATABASE.username(),
                                "spring.datasource.password=" + DATABASE.password(),
                                "spring.kafka.bootstrap-servers="
                                        + Engines.shared().bootstrapServers(),
                                "contracts.topics.prefix=" + DATABASE.name() + "-",
                                "contracts.esi.base-url=" + esi.baseUrl(),
                                "contracts.esi.user-agent=contract-api-tests/1.0 (tests@example.org)",
                                "contracts.esi.retry-wait=20ms",
                                "contracts.intake.retry-delays=2s,3s",
                                "contracts.intake.group-id=" + DATABASE.name(),
                                "server.port=0")
                        .map(property -> "--" + property)
                        .toArray(String[]::new));
        api = ApiReplica.start(DATABASE);
        caller = api.caller();
    }

    @AfterAll
    static void stop() {
        api.close();
        worker.close();
        esi.close();
    }

    @Test
    void anIdIsFollowedFromItsRetriesToItsDeathAndBackToLife() {
        long id = healthy(0);
        breakItems(id);
        assertThat(status(answer(id))).isEqualTo("UNKNOWN");

        publish(id);
        var first = awaitStatus("RETRYING", id, 1);
        var second = awaitStatus("RETRYING", id, 2);
        var dead = awaitStatus("DEAD", id, 0);

        assertThat(Instant.parse(first.path("due").asString()))
                .isBefore(Instant.parse(second.path("due").asString()));
        assertThat(dead.path("reason").asString()).isEqualTo("ESI_SERVER_ERROR");
        assertThat(dead.has("attempt")).isFalse();

        esi.clearResponses();
        var letter = caller.operator()
                .get("/api/dead-letters?contractId=" + id)
                .json()
                .at("/deadLetters/0");
        caller.operator()
                .post("/api/redrives", "{\"ids\":[\"" + letter.path("id").asString() + "\"],\"note\":\"healed\"}");

        // During the replay the status is never DEAD and never unknown.
        assertThat(awaitStatus("STORED", id, 0).path("version").asLong()).isEqualTo(1);
        assertThat(letter.path("attempts").asInt()).isEqualTo(3);
    }

    @Test
    void aReplayThatFailsHasAllItsTiersAgainAndComesBackWithItsCount() {
        long id = healthy(1);
        breakItems(id);
        publish(id);
        awaitStatus("DEAD", id, 0);
        var letter = caller.operator()
                .get("/api/dead-letters?contractId=" + id)
                .json()
                .at("/deadLetters/0/id");

        var redrive = caller.operator()
                .post("/api/redrives", "{\"ids\":[\"" + letter.asString() + "\"],\"note\":\"too early\"}")
                .json()
                .path("id");
        awaitStatus("RETRYING", id, 1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.operator()
                                .get("/api/redrives/" + redrive.asLong())
                                .json()
                                .at("/replays/died")
                                .asLong()
                        == 1);

        assertThat(status(answer(id))).isEqualTo("DEAD");
        var back = caller.operator()
                .get("/api/dead-letters?contractId=" + id + "&state=OPEN")
                .json()
                .at("/deadLetters/0");
        assertThat(back.path("replayCount").asInt()).isEqualTo(1);
        assertThat(back.path("redriveId")).isEqualTo(redrive);
        assertThat(back.path("attempts").asInt()).isEqualTo(3);
    }

    @Test
    void anIdThatNothingListsIsUnavailable() {
        publish(999_999_999);

        assertThat(awaitStatus("UNAVAILABLE", 999_999_999, 0).path("reason").asString())
                .isNotEmpty();
    }

    @Test
    void aStoredContractThatIsAskedForAgainWithoutAnyChangeIsStoredAllTheWhile() {
        long id = healthy(2);
        publish(id);
        awaitStatus("STORED", id, 0);
        breakItems(id);

        publish(id);

        assertThat(status(answer(id))).isEqualTo("STORED");
    }

    @Test
    void anIdThatDiedIsDeadNoLongerOnceItIsAnsweredAsBefore() {
        long stored = healthy(3);
        long unavailable = 999_999_998;
        publish(stored);
        publish(unavailable);
        awaitStatus("STORED", stored, 0);
        awaitStatus("UNAVAILABLE", unavailable, 0);
        try (var topics = new IdTopics(DATABASE)) {
            topics.send(topics.letter(stored, FailureReason.ESI_SERVER_ERROR));
            topics.send(topics.letter(unavailable, FailureReason.ESI_SERVER_ERROR));
        }
        awaitStatus("DEAD", stored, 0);
        awaitStatus("DEAD", unavailable, 0);

        publish(stored);
        publish(unavailable);

        assertThat(awaitStatus("STORED", stored, 0).path("version").asLong()).isEqualTo(1);
        awaitStatus("UNAVAILABLE", unavailable, 0);
        var dryRun =
                caller.operator().post("/api/redrives", "{\"filter\":{\"contractId\":" + stored + "},\"dryRun\":true}");
        assertThat(dryRun.json().at("/outcomes/ANSWERED").asInt()).isEqualTo(1);
    }

    private static long healthy(int number) {
        return esi.contractIds().stream()
                .filter(id -> esi.truth(id).gone() == null
                        && esi.truth(id).header().path("type").asString().equals("item_exchange"))
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    private static void breakItems(long id) {
        esi.respond("/contracts/public/items/" + id + "?page=1", 500, Map.of(), new byte[0]);
    }

    private static void publish(long id) {
        assertThat(caller.operator()
                        .post("/api/contract-ids", "{\"contractIds\":[" + id + "]}")
                        .status())
                .isEqualTo(202);
    }

    private static JsonNode awaitStatus(String status, long id, int attempt) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> answer(id),
                        answer -> status(answer).equals(status)
                                && answer.path("attempt").asInt(0) == attempt);
    }

    private static JsonNode answer(long id) {
        return caller.get("/api/contract-ids/" + id).json();
    }

    private static String status(JsonNode answer) {
        return answer.path("status").asString();
    }
}
