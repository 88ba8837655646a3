package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Kafka accepts no replays for a while: their topic does not exist.
class KafkaOutageTests {

    private static final String ALL_WAIT = "{\"sent\":0,\"unsent\":50,\"answered\":0,\"died\":0,\"refused\":0}";

    @Test
    void replaysWaitForKafkaDoNotPileUpAndAreSentWhenItTakesThem() throws Exception {
        var database = MigratedDatabase.create();
        var turns = MigratedDatabase.client(database).sql("select next_at::text from redrive");
        try (var topics = new IdTopics(database);
                var admin = Admin.create(
                        Map.of("bootstrap.servers", Engines.shared().bootstrapServers()));
                var api = ApiReplica.start(database, "spring.kafka.producer.properties.max.block.ms=100")) {
            topics.sendAll(
                    LongStream.rangeClosed(1, 100).mapToObj(id -> topics.letter(id, FailureReason.STORE_FAILED)));
            admin.deleteTopics(List.of(topics.topics().contractIds())).all().get();
            var operator = api.caller().operator();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> operator.get("/api/dead-letters/summary")
                                    .json()
                                    .path("deadLetters")
                                    .asLong()
                            == 100);

            long id = operator.post("/api/redrives", "{\"filter\":{},\"ratePerSecond\":50,\"note\":\"x\"}")
                    .json()
                    .path("id")
                    .asLong();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            replays(operator.get("/api/redrives/" + id).json()).equals(ALL_WAIT));
            // Enough steps to decide on all dead letters that are left.
            var taken = new HashSet<String>();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> taken.add(turns.query(String.class).single()) && taken.size() > 5);
            assertThat(replays(operator.get("/api/redrives/" + id).json())).isEqualTo(ALL_WAIT);

            try (var _ = new IdTopics(database)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> replays(operator.get("/api/redrives/" + id).json())
                                .equals("{\"sent\":100,\"unsent\":0,\"answered\":0,\"died\":0,\"refused\":0}"));
            }
            assertThat(topics.replays()).hasSizeGreaterThanOrEqualTo(100);
        }
    }

    private static String replays(JsonNode redrive) {
        return redrive.path("replays").toString();
    }
}
