package eve.contracts.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.kafka.RecordReader;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class RecordWorkTests {

    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("contract-ids", 0, 0, new byte[0], "7".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordThatIsHandedOverIsNotDealtWithBeforeTheBrokerHasIt(boolean suspended) throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch broker = new CountDownLatch(1);
        var failures = new SlowTopics(broker);
        var work = new RecordWork(
                (RecordWork.Aggregation) (message, attempts, trace, permit) -> {
                    awaitLatch(working);
                    return new Outcome.Unanswered(
                            suspended
                                    ? new Verdict.Suspended("down")
                                    : new Verdict.Retry(FailureReason.ESI_SERVER_ERROR, "500"));
                },
                failures);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Job job = work.begin(RECORD, RetryRoute.FRESH);
            Future<Boolean> run = threads.submit(job::run);
            Future<Boolean> handOver = threads.submit(() -> job.handOver(true));
            await().until(failures::isSending);

            working.countDown();

            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> !run.isDone());
            broker.countDown();
            assertThat(handOver.get()).isTrue();
            assertThat(run.get()).isTrue();
            assertThat(failures.sent).isOne();
        }
    }

    @Test
    void theSameIdWithAnotherRegionGetsItsOwnAnswer() throws Exception {
        CountDownLatch allArrived = new CountDownLatch(1);
        List<Long> asked = new CopyOnWriteArrayList<>();
        var work = new RecordWork(
                (RecordWork.Aggregation) (message, attempts, trace, permit) -> {
                    asked.add(Objects.requireNonNull(message.regionId()));
                    awaitLatch(allArrived);
                    return new Outcome.Answered(StoreResult.CREATED);
                },
                new SlowTopics(new CountDownLatch(0)));
        List<Future<Boolean>> runs = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long region : List.of(1L, 1L, 2L, 1L, 2L)) {
                runs.add(threads.submit(work.begin(record(region), RetryRoute.FRESH)::run));
            }
            allArrived.countDown();
        }
        for (Future<Boolean> run : runs) {
            assertThat(run.get()).isTrue();
        }
        assertThat(asked).containsExactly(1L, 1L, 2L);
    }

    @Test
    void anIdThatFailedOrComesFromATierDoesNotShareTheFateOfAFreshOneAndOnlyFailuresCount() throws Exception {
        CountDownLatch allArrived = new CountDownLatch(1);
        List<Integer> asked = new CopyOnWriteArrayList<>();
        var work = new RecordWork(
                (RecordWork.Aggregation) (message, attempts, trace, permit) -> {
                    asked.add(attempts);
                    awaitLatch(allArrived);
                    return new Outcome.Answered(StoreResult.CREATED);
                },
                new SlowTopics(new CountDownLatch(0)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(work.begin(record(1), RetryRoute.FRESH)::run);
            threads.submit(work.begin(record(1), RetryRoute.FRESH)::run);
            var later = record(1);
            later.headers().add(HeaderNames.ATTEMPTS, "4".getBytes(StandardCharsets.UTF_8));
            threads.submit(work.begin(later, RetryRoute.FRESH)::run);
            threads.submit(work.begin(record(1), 0)::run);
            allArrived.countDown();
        }
        assertThat(asked).containsExactly(0, 0, 4, 0);
    }

    @Test
    void whatTheDeadlineHasSentOnIsNotStored() throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        AtomicBoolean stored = new AtomicBoolean();
        var failures = new SlowTopics(new CountDownLatch(0));
        var work = new RecordWork(
                (RecordWork.Aggregation) (message, attempts, trace, permit) -> {
                    awaitLatch(fetching);
                    stored.set(permit.acquire());
                    return stored.get()
                            ? new Outcome.Answered(StoreResult.CREATED)
                            : new Outcome.Unanswered(new Verdict.Suspended("decided"));
                },
                failures);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Job job = work.begin(RECORD, 0);
            Future<Boolean> run = threads.submit(job::run);
            Job shares = work.begin(RECORD, 0);

            assertThat(job.handOver(true)).isTrue();
            assertThat(failures.sent).isOne();
            fetching.countDown();

            assertThat(run.get()).isTrue();
            assertThat(stored).isFalse();
            assertThat(threads.submit(shares::run).get()).isTrue();
            assertThat(stored).isTrue();
            assertThat(failures.sent).isOne();
        }
    }

    @Test
    void whatIsBeingStoredIsNotSentOnAndWhatCouldNotBeStoredIsSentOnOnce() throws Exception {
        CountDownLatch database = new CountDownLatch(1);
        CountDownLatch storing = new CountDownLatch(1);
        var failures = new SlowTopics(new CountDownLatch(0));
        var work = new RecordWork(
                (RecordWork.Aggregation) (message, attempts, trace, permit) -> {
                    assertThat(permit.acquire()).isTrue();
                    storing.countDown();
                    awaitLatch(database);
                    return new Outcome.Unanswered(new Verdict.Retry(FailureReason.STORE_FAILED, "refused"));
                },
                failures);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Job job = work.begin(RECORD, 0);
            Future<Boolean> run = threads.submit(job::run);
            storing.await();

            assertThat(job.handOver(true)).isFalse();
            database.countDown();

            assertThat(run.get()).isTrue();
            assertThat(job.handOver(true)).isFalse();
            assertThat(failures.sent).isOne();
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(long region) {
        return new ConsumerRecord<>("contract-ids", 0, 0, new byte[0], new ContractIdMessage(7, region).write());
    }

    @Test
    void headersOfOthersAreBoundedAndOursAreAlwaysKept() {
        var record = new ConsumerRecord<>("contract-ids-retry-0", 0, 0, new byte[0], new byte[0]);
        record.headers().add("large", new byte[16_000]).add("more", new byte[1_000]);
        record.headers()
                .add(HeaderNames.ORIGINAL_TOPIC, "first".getBytes(StandardCharsets.UTF_8))
                .add(HeaderNames.ATTEMPTS, "1".getBytes(StandardCharsets.UTF_8));

        ProducerRecord<byte[], byte[]> onward =
                new FailedRecord(record).to("next", FailureReason.STORE_FAILED, "exception", "message", null);

        assertThat(onward.headers().lastHeader("large")).isNotNull();
        assertThat(onward.headers().lastHeader("more")).isNull();
        assertThat(FailedRecord.text(onward.headers(), HeaderNames.ORIGINAL_TOPIC))
                .isEqualTo("first");
        assertThat(FailedRecord.text(onward.headers(), HeaderNames.ATTEMPTS)).isEqualTo("2");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Topics whose broker takes its time; nothing is sent anywhere.
    private static final class SlowTopics extends FailureTopics {

        private final CountDownLatch broker;
        private volatile boolean sending;
        private volatile int sent;

        SlowTopics(CountDownLatch broker) {
            super(
                    new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                            Map.of("bootstrap.servers", "localhost:1"),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())),
                    new LargeRecords(new RecordReader(Map.of())),
                    new RetryRoute(new Topics(""), List.of(Duration.ofSeconds(1))),
                    Clock.systemUTC(),
                    new SimpleMeterRegistry());
            this.broker = broker;
        }

        boolean isSending() {
            return sending;
        }

        @Override
        void retry(
                ConsumerRecord<byte[], byte[]> record,
                int tier,
                @Nullable Duration notBefore,
                FailureReason reason,
                Class<?> exception,
                String message)
                throws InterruptedException {
            sending = true;
            broker.await();
            sent++;
        }
    }
}
