package eve.contracts.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// The acknowledgement logic against thousands of seeded schedules of arrivals, completions, suspensions, deadlines,
/// revocations and crashes. What a broker decides is not modelled here: it only delivers from the last commit.
class LaneModelTests {

    private static final int SCHEDULES = 4_000;
    private static final int STEPS = 120;
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 40;

    @Test
    void noOffsetIsCommittedPastUnfinishedWorkAndNoneIsLost() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            new Schedule(seed).play();
        }
    }

    /// One history of a topic, and of the processes that own its partitions one after the other.
    private static final class Schedule {

        private final Random random;
        private final String name;
        private final int windowSize;
        private final Map<Integer, Long> committed = new HashMap<>();
        private final Map<Integer, Set<Long>> answered = new HashMap<>();
        private Process process;

        Schedule(int seed) {
            this.name = "schedule " + seed;
            this.random = new Random(seed);
            this.windowSize = 1 + random.nextInt(12);
            this.process = new Process();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                committed.put(partition, 0L);
                answered.put(partition, new HashSet<>());
            }
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> process.deliver(random.nextInt(PARTITIONS));
                    case 4, 5, 6, 7 -> process.endOne(random.nextInt(10) > 0);
                    case 8 -> process.handOverLate();
                    case 9 -> process.pass(Duration.ofSeconds(random.nextInt(5)));
                    case 10 -> process.revoke(random.nextInt(PARTITIONS), random.nextBoolean());
                    default -> restartAtTimes();
                }
                process.checkBounds();
            }
            finish();
        }

        /// A crash forgets everything that was not committed.
        private void restartAtTimes() {
            if (random.nextInt(5) == 0) {
                process = new Process();
            }
        }

        private void finish() {
            for (int round = 0; round < 10_000 && !isAllCommitted(); round++) {
                process.deliver(round % PARTITIONS);
                process.endOne(true);
                process.pass(Duration.ofSeconds(1));
            }
            assertThat(committed.values()).as(name).containsOnly((long) RECORDS);
            assertThat(answered.values()).as(name).allMatch(offsets -> offsets.size() == RECORDS);
        }

        private boolean isAllCommitted() {
            return committed.values().stream().allMatch(offset -> offset == RECORDS);
        }

        private final class Process {

            private final Window window = new Window(windowSize);
            private final ManualTimer timer = new ManualTimer();
            private final List<Runnable> threads = new ArrayList<>();
            private final Map<Integer, Long> positions = new HashMap<>(committed);
            private boolean nextEndIsDone;
            private final Lane lane = new Lane(
                    new Traffic(true, record -> Instant.MIN, Work::new),
                    new Limits(() -> Instant.EPOCH, Duration.ofSeconds(3), Duration.ZERO),
                    window,
                    threads::add,
                    timer,
                    timer);

            void deliver(int partition) {
                long offset = positions.getOrDefault(partition, 0L);
                if (offset < RECORDS) {
                    positions.put(partition, offset + 1);
                    lane.onMessage(
                            new ConsumerRecord<>("ids", partition, offset, new byte[0], new byte[0]),
                            () -> commit(partition, offset + 1));
                }
            }

            /// Ends any of the jobs that run, in any order; not done means another turn later.
            void endOne(boolean done) {
                if (!threads.isEmpty()) {
                    nextEndIsDone = done;
                    threads.remove(random.nextInt(threads.size())).run();
                }
            }

            void handOverLate() {
                lane.handOverLate();
            }

            void pass(Duration time) {
                timer.pass(time);
            }

            /// The partition goes to another process, which soon gives it back: delivery starts over at the last
            /// commit.
            void revoke(int partition, boolean lost) {
                var gone = List.of(new TopicPartition("ids", partition));
                if (lost) {
                    lane.lose(gone);
                } else {
                    lane.revoke(gone);
                }
                positions.put(partition, committed.getOrDefault(partition, 0L));
            }

            private void commit(int partition, long offset) {
                if (process != this) {
                    return;
                }
                long before = committed.getOrDefault(partition, 0L);
                assertThat(offset).as(name).isGreaterThan(before);
                for (long each = before; each < offset; each++) {
                    assertThat(answered.get(partition))
                            .as("%s, partition %d", name, partition)
                            .contains(each);
                }
                committed.put(partition, offset);
            }

            void checkBounds() {
                assertThat(window.taken()).as(name).isBetween(0, windowSize);
            }

            private final class Work implements Job {
                private final ConsumerRecord<byte[], byte[]> record;
                private boolean decided;

                Work(ConsumerRecord<byte[], byte[]> record) {
                    this.record = record;
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
                public boolean handOver() {
                    boolean first = !decided;
                    answer();
                    return first;
                }

                private void answer() {
                    decided = true;
                    answered.computeIfAbsent(record.partition(), key -> new HashSet<>())
                            .add(record.offset());
                }
            }
        }
    }

    /// A clock and a timer that stand still until they are told to go on.
    private static final class ManualTimer extends Clock implements Lane.Timer {

        private final NavigableMap<Instant, List<Runnable>> tasks = new TreeMap<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public void runAt(Instant instant, Runnable task) {
            tasks.computeIfAbsent(instant, key -> new ArrayList<>()).add(task);
        }

        void pass(Duration time) {
            now = now.plus(time);
            while (!tasks.isEmpty() && !tasks.firstKey().isAfter(now)) {
                tasks.pollFirstEntry().getValue().forEach(Runnable::run);
            }
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
