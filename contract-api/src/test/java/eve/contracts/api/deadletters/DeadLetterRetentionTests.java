package eve.contracts.api.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.api.ApiReplica;
import eve.contracts.api.ApiTest;
import eve.contracts.api.Caller;
import eve.contracts.api.IdTopics;
import eve.contracts.engines.test.Database;
import eve.contracts.model.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// Separate from other tests, because these dead letters would change the status of ids there.
@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class DeadLetterRetentionTests {

    private static final String LONG_AGO = "now() - interval '91 days'";

    private final Caller operator;
    private final JdbcClient sql;
    private final Database database;
    private final IdTopics topics;
    private final DeadLetterRetention retention;

    DeadLetterRetentionTests(
            @Autowired Caller caller,
            @Autowired JdbcClient sql,
            @Autowired Database database,
            @Autowired DeadLetterRetention retention) {
        this.operator = caller.operator();
        this.sql = sql;
        this.database = database;
        this.topics = new IdTopics(database);
        this.retention = retention;
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void whatWasDecidedLongAgoGoesAndDoesNotComeBackWithTheTopic() {
        var ids = IntStream.rangeClosed(1, 5)
                .mapToObj(id -> topics.send(letter(id)))
                .toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> there(ids).size() == ids.size());
        var decided = ids.getFirst();
        var decidedNow = ids.get(1);
        var quarantined = ids.get(2);
        List.of(decided, decidedNow, quarantined).forEach(this::discard);
        sql.sql("update dead_letter set died_at = " + LONG_AGO).update();
        sql.sql("update dead_letter_decision set decided_at = " + LONG_AGO + " where id <> ?")
                .param(decidedNow)
                .update();
        sql.sql("update dead_letter set state = 'QUARANTINED' where id = ?")
                .param(quarantined)
                .update();
        sql.sql("update dead_letter_decision set state = 'QUARANTINED' where id = ?")
                .param(quarantined)
                .update();

        retention.delete();

        var left = ids.subList(1, 5);
        assertThat(there(ids)).isEqualTo(left);
        sql.sql("delete from dead_letter where id = ?").param(left.getLast()).update();
        try (var _ = ApiReplica.start(database, "contracts.projection.group-id=" + database.name() + "-again")) {
            await().alias("the topic is read again up to the last one")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> there(left).size() == left.size());
            assertThat(there(ids)).isEqualTo(left);
        }
        assertThat(sql.sql("select note from dead_letter_history where id = ?")
                        .param(decided)
                        .query(String.class)
                        .list())
                .contains("known");
    }

    /// All in one partition, so that they are read in order.
    private ProducerRecord<byte[], byte[]> letter(long id) {
        var letter = topics.letter(id, FailureReason.STORE_FAILED);
        return new ProducerRecord<>(letter.topic(), 0, letter.key(), letter.value(), letter.headers());
    }

    private void discard(String id) {
        assertThat(operator.post("/api/dead-letters/" + id + "/discard", "{\"note\":\"known\"}")
                        .status())
                .isEqualTo(200);
    }

    private List<String> there(List<String> ids) {
        return ids.stream()
                .filter(id -> operator.get("/api/dead-letters/" + id).status() == 200)
                .toList();
    }
}
