package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eve.contracts.simulator.EsiSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/// A contract is stored completely and with its event, or not at all, whatever fails in between.
class AtomicityTests {

    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(StillUniverse.of(150));
        worker = Worker.start(esi.baseUrl());
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void whenTheOutboxRowCannotBeWrittenThereIsNoContractRow() {
        long id = esi.contractIds().get(0);
        worker.jdbc().sql("""
                create function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'no outbox today'; end $$""").update();
        worker.jdbc()
                .sql("create trigger refuse before insert on outbox for each row when (new.contract_id = " + id
                        + ") execute function refuse()")
                .update();

        worker.publish(id);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !on(worker.topics().deadLetters(), id).isEmpty());
        assertThat(on(worker.topics().retry(0), id)).hasSize(1);
        assertThat(rows("contract", id) + rows("contract_item", id) + rows("outbox", id))
                .isZero();
        assertThat(on(worker.topics().events(), id)).isEmpty();
    }

    @Test
    void whenASecondPageOfItemsFailsThereIsNoRowAtAllAndTheIdIsRetried() {
        long id = esi.contractIds().stream()
                .filter(each -> esi.truth(each).items().size() > 1000)
                .findFirst()
                .orElseThrow();
        esi.respond(
                "/contracts/public/items/" + id + "?page=2",
                3,
                500,
                Map.of(),
                "{\"error\":\"page 2 is broken\"}".getBytes(StandardCharsets.UTF_8));

        worker.publish(id);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !on(worker.topics().retry(0), id).isEmpty());
        assertThat(rows("contract", id) + rows("contract_item", id) + rows("outbox", id))
                .isZero();
        await().atMost(Duration.ofSeconds(30)).until(() -> rows("contract", id) == 1);
        assertThat(rows("contract_item", id)).isEqualTo(esi.truth(id).items().size());
    }

    @Test
    void whenTheProcessDiesBetweenCommitAndAcknowledgementTheContractIsStoredOnceAndItsEventHasOneId()
            throws IOException, InterruptedException {
        try (Worker other = Worker.start(esi.baseUrl())) {
            long id = esi.contractIds().get(2);
            other.stop();
            other.publish(id);

            Process doomed = java(HaltAfterCommit.class, other.arguments());

            assertThat(doomed.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(doomed.exitValue()).isEqualTo(HaltAfterCommit.EXIT_CODE);
            assertThat(other.count("contract")).isOne();
            assertThat(other.unacknowledged()).isOne();
            other.restart();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(other.unacknowledged()).isZero();
                assertThat(other.count("outbox")).isZero();
            });
            assertThat(other.count("contract where version = 1")).isOne();
            assertThat(other.probe().read(other.topics().events()).stream()
                            .map(event -> new String(
                                    event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void theSchemaRefusesHalfAContract() {
        long id = esi.contractIds().stream()
                .filter(each -> esi.truth(each).items().size() > 1
                        && esi.truth(each).items().size() < 1000)
                .findFirst()
                .orElseThrow();
        worker.publish(id);
        await().atMost(Duration.ofSeconds(30)).until(() -> rows("contract", id) == 1);

        for (String half : List.of(
                "delete from contract_item where contract_id = %d and record_id = (select min(record_id) from contract_item where contract_id = %<d)",
                "delete from contract_item where contract_id = %d",
                "delete from contract where contract_id = %d",
                "update contract set item_count = 0 where contract_id = %d",
                "update contract set item_count = item_count + 1 where contract_id = %d",
                "update contract set bid_count = 1, type = 'auction' where contract_id = %d",
                "update contract_item set contract_id = contract_id + 1 where contract_id = %d",
                "update contract set status = 'CLOSED' where contract_id = %d")) {
            assertThatThrownBy(() -> worker.jdbc().sql(half.formatted(id)).update())
                    .as(half)
                    .isInstanceOf(DataAccessException.class);
        }
        assertThat(rows("contract_item", id)).isEqualTo(esi.truth(id).items().size());
    }

    private static Process java(Class<?> main, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static long rows(String table, long id) {
        return worker.count(table + " where contract_id = " + id);
    }

    private static List<ConsumerRecord<byte[], byte[]>> on(String topic, long id) {
        return worker.probe().read(topic).stream()
                .filter(each -> new String(each.key(), StandardCharsets.UTF_8).equals(Long.toString(id)))
                .toList();
    }
}
