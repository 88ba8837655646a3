package eve.contracts.api.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.FailureReason;
import eve.contracts.schema.MigratedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The dead letter topic is recreated, and the database is restored to an earlier state.
class ReplacedTopicTests {

    private final Database database = MigratedDatabase.create();
    private final JdbcClient sql = MigratedDatabase.client(database);

    @Test
    void lettersOfATopicThatWasMadeAgainAreNoLongerTakenForThoseOfTheEarlierOne() throws Exception {
        try (var topics = new IdTopics(database);
                var api = ApiReplica.start(database);
                var admin = Admin.create(
                        Map.of("bootstrap.servers", Engines.shared().bootstrapServers()))) {
            var operator = api.caller().operator();
            for (int each = 0; each < 3; each++) {
                topics.send(letter(topics, 111 + each));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> letters() == 3);
            operator.post("/api/dead-letters/0-0/discard", "{\"note\":\"looked at\"}");
            var earlier = sql.sql("select topic_id from projected_topic where topic like '%dlt'")
                    .query(String.class)
                    .single();

            admin.deleteTopics(List.of(topics.topics().deadLetters())).all().get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.listTopics()
                            .names()
                            .get()
                            .contains(topics.topics().deadLetters()));
            IdTopics.create(database);
            for (int each = 0; each < 2; each++) {
                topics.send(letter(topics, 777 + each));
            }

            await().atMost(Duration.ofSeconds(60)).until(() -> letters() == 5);
            assertThat(contracts()).containsExactly("0-0 777 OPEN", "0-1 778 OPEN");
            var old = operator.get("/api/dead-letters/0-0-" + earlier).json();
            assertThat(old.path("contractId").asLong()).isEqualTo(111);
            assertThat(old.at("/decision/note").asString()).isEqualTo("looked at");
            operator.post("/api/redrives", "{\"ids\":[\"0-1\",\"0-2-" + earlier + "\"],\"note\":\"x\"}");
            await().atMost(Duration.ofSeconds(30)).until(() -> topics.replays().size() == 2);
            assertThat(topics.replays())
                    .extracting(replay -> new String(replay.value(), UTF_8))
                    .containsExactlyInAnyOrder("778", "113");
        }
    }

    /// Everything written after the backup is lost, and Kafka is ahead of the database.
    @Test
    void whatDiedSinceTheBackupIsProjectedAgainAfterARestore() {
        try (var topics = new IdTopics(database)) {
            try (var _ = ApiReplica.start(database)) {
                topics.send(letter(topics, 1));
                await().atMost(Duration.ofSeconds(30)).until(() -> letters() == 1);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> count("projection_position where topic like '%retry-0'") == 3);
                sql.sql("create table backup as select * from projection_position")
                        .update();
                topics.send(letter(topics, 2));
                topics.send(topics.waiting(3, 0, Instant.now()));
                await().atMost(Duration.ofSeconds(30)).until(() -> letters() == 2 && waiting() == 1);
            }
            sql.sql("delete from dead_letter where contract_id = 2").update();
            sql.sql("truncate retry_record, projection_position").update();
            sql.sql("insert into projection_position select * from backup").update();

            try (var _ = ApiReplica.start(database)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> letters() == 2 && waiting() == 1);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(IdTopics topics, long contract) {
        var like = topics.letter(contract, FailureReason.STORE_FAILED);
        return new ProducerRecord<>(
                like.topic(),
                0,
                like.timestamp(),
                like.key(),
                Long.toString(contract).getBytes(UTF_8),
                like.headers());
    }

    private List<String> contracts() {
        return sql.sql(
                        "select id || ' ' || contract_id || ' ' || state from dead_letter where id !~ '-.*-' order by id")
                .query((row, _) -> row.getString(1))
                .list();
    }

    private long letters() {
        return count("dead_letter");
    }

    private long waiting() {
        return count("retry_record");
    }

    private long count(String table) {
        return sql.sql("select count(*) from " + table).query(Long.class).single();
    }
}
