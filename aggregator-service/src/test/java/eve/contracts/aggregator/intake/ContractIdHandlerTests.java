package eve.contracts.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.Outcome;
import eve.contracts.aggregator.intake.consumer.RecordTask;
import eve.contracts.aggregator.intake.retry.Failure;
import eve.contracts.aggregator.intake.retry.FailureHeaders;
import eve.contracts.aggregator.intake.retry.LargeRecords;
import eve.contracts.aggregator.intake.retry.RetryPublisher;
import eve.contracts.aggregator.intake.retry.RetryRoute;
import eve.contracts.aggregator.intake.retry.Source;
import eve.contracts.aggregator.store.StoreResult;
import eve.contracts.aggregator.validation.Verdict;
import eve.contracts.kafka.RecordReader;
import eve.contracts.kafka.TextHeaders;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.FailureReason;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

class ContractIdHandlerTests {

    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("contract-ids", 0, 0, new byte[0], "7".getBytes(StandardCharsets.UTF_8));

    private static final Source FIRST_TIER = new Source.RetryTier(0);
    private static final RetryRoute ROUTE = new RetryRoute(new Topics(""), List.of(Duration.ofSeconds(1)));

    private static ContractIdHandler handler(ContractIdHandler.Aggregation aggregation, RetryPublisher publisher) {
        return new ContractIdHandler(aggregation, publisher, ROUTE, () -> Instant.EPOCH, Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordThatIsHandedOverIsNotDealtWithBeforeTheBrokerHasIt(boolean suspended) throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch broker = new CountDownLatch(1);
        var failures = new SlowTopics(broker);
        var work = handler(
                (message, attempts, trace, permit) -> {
                    awaitLatch(working);
                    return new Outcome.Unanswered(
                            suspended
                                    ? new Verdict.Suspended("down")
                                    : new Verdict.Retry(FailureReason.ESI_SERVER_ERROR, "500"));
                },
                failures);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RecordTask job = work.from(Source.CONTRACT_IDS).begin(RECORD);
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
        var work = handler(
                (message, attempts, trace, permit) -> {
                    asked.add(Objects.requireNonNull(message.regionId()));
                    awaitLatch(allArrived);
                    return new Outcome.Answered(StoreResult.CREATED);
                },
                new SlowTopics(new CountDownLatch(0)));
        List<Future<Boolean>> runs = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long region : List.of(1L, 1L, 2L, 1L, 2L)) {
                runs.add(threads.submit(work.from(Source.CONTRACT_IDS).begin(record(region))::run));
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
        var work = handler(
                (message, attempts, trace, permit) -> {
                    asked.add(attempts);
                    awaitLatch(allArrived);
                    return new Outcome.Answered(StoreResult.CREATED);
                },
                new SlowTopics(new CountDownLatch(0)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(work.from(Source.CONTRACT_IDS).begin(record(1))::run);
            threads.submit(work.from(Source.CONTRACT_IDS).begin(record(1))::run);
            var later = record(1);
            later.headers().add(HeaderNames.ATTEMPTS, "4".getBytes(StandardCharsets.UTF_8));
            threads.submit(work.from(Source.CONTRACT_IDS).begin(later)::run);
            threads.submit(work.from(FIRST_TIER).begin(record(1))::run);
            allArrived.countDown();
        }
        assertThat(asked).containsExactly(0, 0, 4, 0);
    }

    @Test
    void whatTheDeadlineHasSentOnIsNotStored() throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        AtomicBoolean stored = new AtomicBoolean();
        var failures = new SlowTopics(new CountDownLatch(0));
        var work = handler(
                (message, attempts, trace, permit) -> {
                    awaitLatch(fetching);
                    stored.set(permit.acquire());
                    return stored.get()
                            ? new Outcome.Answered(StoreResult.CREATED)
                            : new Outcome.Unanswered(new Verdict.Suspended("decided"));
                },
                failures);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RecordTask job = work.from(FIRST_TIER).begin(RECORD);
            Future<Boolean> run = threads.submit(job::run);
            RecordTask shares = work.from(FIRST_TIER).begin(RECORD);

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
        var work = handler(
                (message, attempts, trace, permit) -> {
                    assertThat(permit.acquire()).isTrue();
                    storing.countDown();
                    awaitLatch(database);
                    return new Outcome.Unanswered(new Verdict.Retry(FailureReason.STORE_FAILED, "refused"));
                },
                failures);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RecordTask job = work.from(FIRST_TIER).begin(RECORD);
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
                new FailureHeaders(record).to("next", new Failure(FailureReason.STORE_FAILED, null, "message"), null);

        assertThat(onward.headers().lastHeader("large")).isNotNull();
        assertThat(onward.headers().lastHeader("more")).isNull();
        assertThat(TextHeaders.text(onward.headers(), HeaderNames.ORIGINAL_TOPIC))
                .isEqualTo("first");
        assertThat(TextHeaders.text(onward.headers(), HeaderNames.ATTEMPTS)).isEqualTo("2");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A publisher whose broker is slow; it sends nothing.
    private static final class SlowTopics extends RetryPublisher {

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
                    ROUTE,
                    Clock.systemUTC(),
                    new SimpleMeterRegistry());
            this.broker = broker;
        }

        boolean isSending() {
            return sending;
        }

        @Override
        public void retry(
                ConsumerRecord<byte[], byte[]> record, Source source, @Nullable Duration notBefore, Failure failure)
                throws InterruptedException {
            sending = true;
            broker.await();
            sent++;
        }
    }
}
