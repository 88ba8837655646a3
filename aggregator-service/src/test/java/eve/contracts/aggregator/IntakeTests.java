package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.model.HeaderNames;
import eve.contracts.simulator.EsiSimulator;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every published id ends in exactly one answer, and nothing is lost.
class IntakeTests {

    private static EsiSimulator esi;
    private static Worker worker;

    @BeforeAll
    static void start() {
        esi = EsiSimulator.start(StillUniverse.of(50));
        worker = Worker.start(esi.baseUrl());
    }

    @AfterAll
    static void stop() {
        worker.close();
        esi.close();
    }

    @Test
    void aBareNumberWithoutKeyIsStored() {
        long id = esi.contractIds().get(0);

        worker.publish(null, Long.toString(id));

        awaitStored(id);
    }

    @Test
    void theJsonFormIsStoredAndUnknownFieldsAreIgnored() {
        long id = esi.contractIds().get(1);

        worker.publish(
                "any key",
                "{\"contractId\":%d,\"regionId\":%d,\"from\":\"me\"}"
                        .formatted(id, esi.truth(id).regionId()));

        awaitStored(id);
    }

    @Test
    void garbageGoesToTheDeadLettersAtOnceByteForByte() {
        byte[] garbage = {(byte) 0xff, 0, 1, '{', (byte) 0x80};
        var published = new ProducerRecord<>(
                worker.topics().contractIds(), null, "k".getBytes(StandardCharsets.UTF_8), garbage);
        published.headers().add("mine", new byte[] {7});
        worker.probe().send(published);

        ConsumerRecord<byte[], byte[]> dead = awaitDead(garbage);
        assertThat(dead.key()).isEqualTo(published.key());
        assertThat(dead.headers().lastHeader("mine").value()).containsExactly(7);
        assertThat(header(dead, HeaderNames.FAILURE_REASON)).isEqualTo("UNREADABLE");
        assertThat(header(dead, HeaderNames.ATTEMPTS)).isEqualTo("1");
        assertThat(header(dead, HeaderNames.ORIGINAL_TOPIC))
                .isEqualTo(worker.topics().contractIds());
        assertThat(header(dead, HeaderNames.EXCEPTION_MESSAGE)).contains("expected a contract id");
        assertThat(number(dead, HeaderNames.ORIGINAL_PARTITION)).hasSize(4);
        assertThat(number(dead, HeaderNames.ORIGINAL_OFFSET)).hasSize(8);
        assertThat(ByteBuffer.wrap(number(dead, HeaderNames.ORIGINAL_TIMESTAMP)).getLong())
                .isPositive();
    }

    @Test
    void anIdThatCannotExistGoesToTheDeadLettersAtOnce() {
        worker.publish(null, "-5");

        assertThat(header(awaitDead("-5".getBytes(StandardCharsets.UTF_8)), HeaderNames.FAILURE_REASON))
                .isEqualTo("INVALID_ID");
    }

    @Test
    void aRecordWithoutValueGoesToTheDeadLettersWithoutValue() {
        worker.probe()
                .send(new ProducerRecord<>(
                        worker.topics().contractIds(), "tomb".getBytes(StandardCharsets.UTF_8), null));

        await().atMost(Duration.ofSeconds(30)).until(() -> dead().stream().anyMatch(record -> record.value() == null));
    }

    @Test
    void twoMegabytesGoToTheDeadLettersWhole() {
        byte[] large = new byte[2 << 20];
        Arrays.fill(large, (byte) '7');

        worker.probe().send(worker.topics().contractIds(), null, large);

        assertThat(header(awaitDead(large), HeaderNames.FAILURE_REASON)).isEqualTo("UNREADABLE");
    }

    @Test
    void anIdThatFailsGoesThroughEveryTierNeverEarlyAndThenToTheDeadLetters() {
        long id = esi.contractIds().get(2);
        byte[] value = "{\"contractId\":%d, \"note\": \"kept\"}".formatted(id).getBytes(StandardCharsets.UTF_8);
        esi.respond(
                "/contracts/public/items/" + id + "?page=1",
                500,
                java.util.Map.of(),
                "{\"error\":\"broken\"}".getBytes(StandardCharsets.UTF_8));

        worker.probe().send(worker.topics().contractIds(), Long.toString(id), value);

        ConsumerRecord<byte[], byte[]> dead = awaitDead(value);
        assertThat(header(dead, HeaderNames.FAILURE_REASON)).isEqualTo("ESI_SERVER_ERROR");
        assertThat(header(dead, HeaderNames.ATTEMPTS)).isEqualTo("3");
        assertThat(dead.headers().lastHeader(HeaderNames.DUE_AT)).isNull();
        assertThat(worker.bean(MeterRegistry.class)
                        .get("contracts.attempts")
                        .tag("to", "dead")
                        .summary()
                        .max())
                .isEqualTo(3);
        ConsumerRecord<byte[], byte[]> before = null;
        for (int tier = 0; tier < 2; tier++) {
            ConsumerRecord<byte[], byte[]> retried = worker
                    .probe()
                    .read(worker.topics().retry(tier))
                    .stream()
                    .filter(record -> Arrays.equals(record.value(), value))
                    .findFirst()
                    .orElseThrow();
            assertThat(header(retried, HeaderNames.ATTEMPTS)).isEqualTo(Integer.toString(tier + 1));
            if (before != null) {
                assertThat(Instant.ofEpochMilli(retried.timestamp()))
                        .isAfterOrEqualTo(Instant.parse(header(before, HeaderNames.DUE_AT)));
            }
            for (String first :
                    List.of(HeaderNames.ORIGINAL_OFFSET, HeaderNames.ORIGINAL_TOPIC, HeaderNames.EXCEPTION_MESSAGE)) {
                assertThat(number(retried, first)).isEqualTo(number(dead, first));
                assertThat(retried.headers().headers(first)).hasSize(1);
            }
            before = retried;
        }
        assertThat(Instant.ofEpochMilli(dead.timestamp()))
                .isAfterOrEqualTo(Instant.parse(header(Objects.requireNonNull(before), HeaderNames.DUE_AT)));
    }

    private static void awaitStored(long id) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> worker.jdbc()
                                .sql("select count(*) from contract where contract_id = ?")
                                .param(id)
                                .query(Long.class)
                                .single()
                        == 1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> dead() {
        return worker.probe().read(worker.topics().deadLetters());
    }

    private static ConsumerRecord<byte[], byte[]> awaitDead(byte[] value) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> dead().stream()
                                .filter(record -> Arrays.equals(record.value(), value))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(number(record, name), StandardCharsets.UTF_8);
    }

    private static byte[] number(@Nullable ConsumerRecord<byte[], byte[]> record, String name) {
        return Objects.requireNonNull(record).headers().lastHeader(name).value();
    }
}
