package eve.contracts.aggregator.intake.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.aggregator.intake.retry.RetryRoute;
import eve.contracts.aggregator.intake.retry.Source;
import eve.contracts.model.Topics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.listener.MessageListenerContainer;

/// The cost of a retry tier is bounded by the number of its waiting records, however long they wait.
class TimersTests {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_TIMERS_A_RECORD = 4;

    private final ManualTimer time = new ManualTimer(BEGIN);
    private final Queue<Runnable> threads = new ArrayDeque<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 50})
    void theTimersThatARetryTierSetsAreBoundedByItsRecords(int partitions) {
        int records = 4_000;
        var random = new Random(partitions);
        Duration delay = Duration.ofSeconds(10);
        Map<TopicPartition, Instant> due = new HashMap<>();
        var acknowledged = new int[1];
        ParallelListener listener = new ParallelListener(
                new TestHandler(record -> due.getOrDefault(at(record), BEGIN), _ -> new Ends(), () -> Instant.EPOCH),
                new ListenerSettings(false, Duration.ofSeconds(30), Duration.ZERO),
                new InFlightWindow(256),
                threads::add,
                time,
                time);
        for (int n = 0; n < records; n++) {
            int most = MOST_TIMERS_A_RECORD * (n + 1);
            time.passTimerByTimer(Duration.ofMillis(50 + random.nextInt(900)), () -> {
                runAll();
                assertThat(time.timersSet()).isLessThanOrEqualTo(most);
            });
            int partition = random.nextInt(partitions);
            var record = new ConsumerRecord<>("tier", partition, n, new byte[0], new byte[0]);
            due.put(at(record), time.instant().plus(delay));
            listener.onMessage(record, () -> acknowledged[0]++);
            runAll();
        }
        time.passTimerByTimer(delay, this::runAll);

        assertThat(acknowledged[0]).isPositive();
        assertThat(listener.held()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void idsThatFailForTenMinutesAtFiftyASecondKeepTimersHeldRecordsAndThreadsFlat() {
        var tiers = new Tiers(
                List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1)));
        int mostPending = 0;
        for (int tick = 1; tick <= 10 * 60 * 10; tick++) {
            tiers.publish(5);
            time.passTimerByTimer(Duration.ofMillis(100), tiers::work);
            mostPending = Math.max(mostPending, time.pending());
        }

        assertThat(tiers.failures).isGreaterThan(60_000);
        assertThat(time.timersSet()).isLessThan(MOST_TIMERS_A_RECORD * tiers.failures);
        assertThat(mostPending).isLessThan(tiers.listeners.size() * 2 * Tiers.PARTITIONS);
        assertThat(tiers.mostThreads).isLessThanOrEqualTo(256);
        assertThat(tiers.held())
                .isLessThanOrEqualTo(tiers.listeners.size() * Tiers.PARTITIONS * ConsumerPauser.MAX_HELD);
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }

    private static TopicPartition at(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /// Done at once.
    private record Ends() implements RecordTask {
        @Override
        public boolean run() {
            return true;
        }

        @Override
        public boolean handOver(boolean failed) {
            return false;
        }
    }

    /// New ids and tiers in which every record fails, with the topics between them; a paused partition is not
    /// read.
    private final class Tiers {

        static final int PARTITIONS = 6;

        private final Topics topics = new Topics("");
        private final List<Duration> delays;
        private final RetryRoute route;
        private final Map<String, ParallelListener> listeners = new HashMap<>();
        private final Map<TopicPartition, Deque<Instant>> logs = new HashMap<>();
        private final Map<TopicPartition, Long> offsets = new HashMap<>();
        private final Map<ConsumerRecord<byte[], byte[]>, Instant> due = new HashMap<>();
        private final Set<TopicPartition> paused = new HashSet<>();
        private final Random random = new Random(1);
        private int failures;
        private int mostThreads;

        Tiers(List<Duration> delays) {
            this.delays = delays;
            this.route = new RetryRoute(topics, delays);
            var window = new InFlightWindow(256);
            listener(topics.contractIds(), Source.CONTRACT_IDS, window);
            for (int tier = 0; tier < delays.size(); tier++) {
                listener(topics.retry(tier), new Source.RetryTier(tier), window);
            }
        }

        private void listener(String topic, Source source, InFlightWindow window) {
            var listener = new ParallelListener(
                    new TestHandler(
                            record -> due.getOrDefault(record, BEGIN),
                            record -> new Fails(record, source),
                            () -> Instant.EPOCH),
                    new ListenerSettings(source instanceof Source.ContractIds, Duration.ofSeconds(30), Duration.ZERO),
                    window,
                    threads::add,
                    time,
                    time);
            listener.attach(container());
            listeners.put(topic, listener);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs.put(new TopicPartition(topic, partition), new ArrayDeque<>());
            }
        }

        private MessageListenerContainer container() {
            return (MessageListenerContainer) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {MessageListenerContainer.class},
                    (_, method, given) -> {
                        switch (method.getName()) {
                            case "pausePartition" -> paused.add((TopicPartition) given[0]);
                            case "resumePartition" -> paused.remove((TopicPartition) given[0]);
                            default -> {}
                        }
                        return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
                    });
        }

        void publish(int count) {
            for (int n = 0; n < count; n++) {
                append(topics.contractIds(), BEGIN);
            }
        }

        private void append(String topic, Instant dueAt) {
            var log = logs.get(new TopicPartition(topic, random.nextInt(PARTITIONS)));
            if (log != null) {
                log.addLast(dueAt);
            }
        }

        void work() {
            do {
                deliver();
                mostThreads = Math.max(mostThreads, threads.size());
                runAll();
            } while (!threads.isEmpty());
        }

        private void deliver() {
            logs.forEach((partition, log) -> {
                ParallelListener listener = listeners.get(partition.topic());
                while (listener != null && !paused.contains(partition) && log.pollFirst() instanceof Instant dueAt) {
                    long offset = offsets.merge(partition, 1L, Long::sum);
                    var record = new ConsumerRecord<>(
                            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
                    due.put(record, dueAt);
                    listener.onMessage(record, () -> {});
                }
            });
        }

        int held() {
            return listeners.values().stream().mapToInt(ParallelListener::held).sum();
        }

        private final class Fails implements RecordTask {

            private final ConsumerRecord<byte[], byte[]> record;
            private final Source source;

            Fails(ConsumerRecord<byte[], byte[]> record, Source source) {
                this.record = record;
                this.source = source;
                due.remove(record);
            }

            @Override
            public boolean run() {
                failures++;
                int failures = source instanceof Source.RetryTier(int number) ? number + 1 : 0;
                var next = route.afterFailure(failures, source, null);
                if (next.delay() != null) {
                    append(next.topic(), time.instant().plus(next.delay()));
                }
                return true;
            }

            @Override
            public boolean handOver(boolean failed) {
                return false;
            }
        }
    }
}
