package eve.contracts.aggregator.intake.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// Tests the acknowledgement logic with thousands of seeded schedules of arrivals, completions, suspensions,
/// deadlines, pauses of ESI, revocations and crashes, with one listener or several that share a window, with
/// and without due times and grace. A broker's decisions are not modelled: it only delivers from the last
/// commit.
class ParallelListenerModelTests {

    private static final int SCHEDULES = 4_000;
    private static final int STEPS = 160;
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 25;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void noOffsetIsCommittedPastUnfinishedWorkNoneIsLostAndNoPlaceInTheWindowIsLost() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            new Schedule(seed).play();
        }
    }

    /// One history of some topics, and of the processes that own their partitions one after another.
    private static final class Schedule {

        private final Random random;
        private final String name;
        private final int windowSize;
        private final int listeners;
        private final Duration grace;
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private final Map<TopicPartition, Set<Long>> answered = new HashMap<>();
        private final List<TopicPartition> partitions = new ArrayList<>();
        private Process process;

        Schedule(int seed) {
            this.name = "schedule " + seed;
            this.random = new Random(seed);
            this.windowSize = 1 + random.nextInt(12);
            this.listeners = 1 + random.nextInt(3);
            this.grace = random.nextInt(4) > 0 ? Duration.ZERO : Duration.ofNanos(20_000);
            for (int each = 0; each < listeners * PARTITIONS; each++) {
                var partition = new TopicPartition(Integer.toString(each / PARTITIONS), each % PARTITIONS);
                partitions.add(partition);
                committed.put(partition, 0L);
                answered.put(partition, new HashSet<>());
            }
            this.process = new Process(BEGIN);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(13)) {
                    case 0, 1, 2, 3 -> process.deliver(anyPartition());
                    case 4, 5, 6, 7 -> process.endOne(random.nextInt(10) > 0);
                    case 8 -> process.handOverLate();
                    case 9 -> process.pass(Duration.ofSeconds(random.nextInt(5)));
                    case 10 -> process.revoke(anyPartition(), random.nextBoolean());
                    case 11 -> closeAtTimes();
                    default -> restartAtTimes();
                }
                process.checkBounds();
            }
            finish();
        }

        private TopicPartition anyPartition() {
            return partitions.get(random.nextInt(partitions.size()));
        }

        private void closeAtTimes() {
            if (random.nextInt(3) == 0) {
                process.close(Duration.ofSeconds(1 + random.nextInt(8)));
            }
        }

        /// A crash forgets everything that was not committed.
        private void restartAtTimes() {
            if (random.nextInt(5) == 0) {
                process = new Process(process.timer.instant());
            }
        }

        private void finish() {
            for (int round = 0; round < 20_000 && !isAllCommitted(); round++) {
                process.deliver(partitions.get(round % partitions.size()));
                process.endOne(true);
                process.pass(Duration.ofSeconds(1));
            }
            process.endAll();
            assertThat(committed.values()).as(name).containsOnly((long) RECORDS);
            assertThat(answered.values()).as(name).allMatch(offsets -> offsets.size() == RECORDS);
            assertThat(process.window.taken()).as(name).isZero();
        }

        private boolean isAllCommitted() {
            return committed.values().stream().allMatch(offset -> offset == RECORDS);
        }

        /// Half of the records of a tier are due at once, the others within half a minute.
        private Instant due(ConsumerRecord<byte[], byte[]> record) {
            boolean atOnce = record.topic().equals("0") || record.offset() % 2 == 0;
            return atOnce ? RecordHandler.AT_ONCE : BEGIN.plusSeconds(record.offset() * 37 % 30);
        }

        private final class Process {

            private final ManualTimer timer;
            private final InFlightWindow window = new InFlightWindow(windowSize);
            private final List<Runnable> threads = new ArrayList<>();
            private final Map<TopicPartition, Long> positions = new HashMap<>(committed);
            private final List<ParallelListener> byTopic = new ArrayList<>();
            private Instant opensAt = Instant.EPOCH;
            private boolean nextEndIsDone;

            Process(Instant now) {
                this.timer = new ManualTimer(now);
                for (int topic = 0; topic < listeners; topic++) {
                    byTopic.add(new ParallelListener(
                            new TestHandler(Schedule.this::due, Work::new, () -> opensAt),
                            new ListenerSettings(topic == 0, Duration.ofSeconds(3), grace),
                            window,
                            threads::add,
                            timer,
                            timer));
                }
            }

            private ParallelListener listener(TopicPartition partition) {
                return byTopic.get(Integer.parseInt(partition.topic()));
            }

            void deliver(TopicPartition partition) {
                long offset = positions.getOrDefault(partition, 0L);
                if (offset < RECORDS) {
                    positions.put(partition, offset + 1);
                    listener(partition)
                            .onMessage(
                                    new ConsumerRecord<>(
                                            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]),
                                    () -> commit(partition, offset + 1));
                }
            }

            /// Ends any of the running tasks, in any order; not done means another turn later.
            void endOne(boolean done) {
                if (!threads.isEmpty()) {
                    nextEndIsDone = done;
                    threads.remove(random.nextInt(threads.size())).run();
                }
            }

            void endAll() {
                while (!threads.isEmpty()) {
                    endOne(true);
                }
            }

            void handOverLate() {
                byTopic.forEach(ParallelListener::handOverLate);
            }

            void close(Duration time) {
                Instant until = timer.instant().plus(time);
                opensAt = until.isAfter(opensAt) ? until : opensAt;
            }

            void pass(Duration time) {
                timer.pass(time);
            }

            /// The partition moves to another process, which soon returns it: delivery starts again at the last
            /// commit.
            void revoke(TopicPartition partition, boolean lost) {
                if (lost) {
                    listener(partition).lose(List.of(partition));
                } else {
                    listener(partition).revoke(List.of(partition));
                }
                positions.put(partition, committed.getOrDefault(partition, 0L));
            }

            private void commit(TopicPartition partition, long offset) {
                if (process != this) {
                    return;
                }
                long before = committed.getOrDefault(partition, 0L);
                assertThat(offset).as(name).isGreaterThan(before);
                for (long each = before; each < offset; each++) {
                    assertThat(answered.get(partition))
                            .as("%s, %s", name, partition)
                            .contains(each);
                }
                committed.put(partition, offset);
            }

            void checkBounds() {
                assertThat(window.taken()).as(name).isBetween(0, windowSize);
            }

            private final class Work implements RecordTask {
                private final ConsumerRecord<byte[], byte[]> record;
                private boolean decided;

                Work(ConsumerRecord<byte[], byte[]> record) {
                    this.record = record;
                    assertThat(timer.instant())
                            .as(name)
                            .isAfterOrEqualTo(due(record))
                            .isAfterOrEqualTo(opensAt);
                }

                @Override
                public boolean run() {
                    if (nextEndIsDone || decided) {
                        answer();
                        return true;
                    }
                    return false;
                }

                @Override
                public boolean handOver(boolean failed) {
                    boolean first = !decided;
                    answer();
                    return first;
                }

                private void answer() {
                    decided = true;
                    answered.computeIfAbsent(
                                    new TopicPartition(record.topic(), record.partition()), key -> new HashSet<>())
                            .add(record.offset());
                }
            }
        }
    }
}
