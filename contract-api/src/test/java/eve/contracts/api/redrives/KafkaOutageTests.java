package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Migration;
import eve.contracts.api.ApiReplica;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Kafka takes no replays for a while: the topic that they go to is not there.
class KafkaOutageTests {

    @Test
    void replays_wait_for_kafka_do_not_pile_up_and_are_sent_when_it_takes_them() throws Exception {
        var database = Engines.shared().createDatabase();
        Migration.main(new String[] {
            "--spring.datasource.url=" + database.jdbcUrl(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password()
        });
        try (var topics = new IdTopics(database);
                var admin = Admin.create(
                        Map.of("bootstrap.servers", Engines.shared().bootstrapServers()));
                var api = ApiReplica.start(database, "spring.kafka.producer.properties.max.block.ms=500")) {
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

            long id = operator.post("/api/redrives", "{\"filter\":{},\"ratePerSecond\":20,\"note\":\"x\"}")
                    .json()
                    .path("id")
                    .asLong();
            // More than all of it could be decided by then.
            await().pollDelay(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> replays(operator.get("/api/redrives/" + id).json())
                            .equals("{\"sent\":0,\"unsent\":20,\"refused\":0,\"diedAgain\":0}"));
            try (var _ = new IdTopics(database)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> replays(operator.get("/api/redrives/" + id).json())
                                .equals("{\"sent\":100,\"unsent\":0,\"refused\":0,\"diedAgain\":0}"));
            }
            assertThat(topics.replays()).hasSizeGreaterThanOrEqualTo(100);
        }
    }

    private static String replays(JsonNode redrive) {
        return redrive.path("replays").toString();
    }
}
