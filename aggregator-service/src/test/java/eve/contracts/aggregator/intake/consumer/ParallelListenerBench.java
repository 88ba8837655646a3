package eve.contracts.aggregator.intake.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Runs listeners that share a window, on a clock that only the test moves, with work that ends when a test
/// says so.
final class ParallelListenerBench {

    static final Duration DEADLINE = Duration.ofSeconds(30);

    /// A record, by its topic, partition and offset.
    record Place(String topic, int partition, long offset) {}

    /// @param failed whether an attempt was counted
    record HandedOver(Place place, boolean failed, Instant at) {}

    final ManualTimer time = new ManualTimer(Instant.parse("2026-01-01T00:00:00Z"));
    final List<Place> started = new ArrayList<>();
    final List<HandedOver> handedOver = new ArrayList<>();
    /// Returns the number of acknowledged records of a topic.
    final Map<String, Integer> acknowledged = new HashMap<>();

    private final InFlightWindow window;
    private final Map<String, ParallelListener> listeners = new HashMap<>();
    private final Map<Place, Instant> firstStartedAt = new HashMap<>();
    private final Map<Place, Runnable> running = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final List<Runnable> others = new ArrayList<>();
    private Instant opensAt = Instant.EPOCH;
    private Place beginning = new Place("", 0, 0);
    private boolean isBeginning;
    private boolean done;

    ParallelListenerBench(int window) {
        this.window = new InFlightWindow(window);
    }

    ParallelListener listener(String topic, boolean preferred) {
        return listeners.computeIfAbsent(
                topic,
                name -> new ParallelListener(
                        new TestHandler(_ -> RecordHandler.AT_ONCE, Work::new, () -> opensAt),
                        new ListenerSettings(preferred, DEADLINE, Duration.ZERO),
                        window,
                        this::execute,
                        time,
                        time));
    }

    void closeFor(Duration duration) {
        opensAt = time.instant().plus(duration);
    }

    private void execute(Runnable task) {
        if (isBeginning) {
            running.put(beginning, task);
            isBeginning = false;
        } else {
            others.add(task);
        }
    }

    void deliver(String topic, int partition, int count) {
        for (int n = 0; n < count; n++) {
            long offset = ends.merge(topic + "-" + partition, 1L, Long::sum) - 1;
            int each = (int) offset + 1;
            listener(topic, false)
                    .onMessage(
                            new ConsumerRecord<>(topic, partition, offset, new byte[0], new byte[0]),
                            () -> acknowledged.put(topic + "-" + partition, each));
        }
    }

    Instant firstStart(Place place) {
        return Objects.requireNonNull(firstStartedAt.get(place));
    }

    /// Returns the running records, in order of their last start.
    List<Place> running() {
        return started.stream().distinct().filter(running::containsKey).toList();
    }

    long running(String topic) {
        return running().stream().filter(place -> place.topic().equals(topic)).count();
    }

    void end(Place place) {
        end(place, true);
    }

    /// @param isDone `false` asks for another turn
    void end(Place place, boolean isDone) {
        done = isDone;
        Runnable task = running.remove(place);
        if (task == null) {
            throw new IllegalStateException(place + " does not run");
        }
        task.run();
    }

    /// Advances the clock by a second, and runs what becomes due.
    void second() {
        time.pass(Duration.ofSeconds(1));
        listeners.values().forEach(ParallelListener::handOverLate);
        List<Runnable> tasks = List.copyOf(others);
        others.clear();
        tasks.forEach(Runnable::run);
    }

    private final class Work implements RecordTask {

        private final Place place;

        Work(ConsumerRecord<byte[], byte[]> record) {
            this.place = new Place(record.topic(), record.partition(), record.offset());
            started.add(place);
            firstStartedAt.putIfAbsent(place, time.instant());
            beginning = place;
            isBeginning = true;
        }

        @Override
        public boolean run() {
            return done;
        }

        @Override
        public boolean handOver(boolean failed) {
            handedOver.add(new HandedOver(place, failed, time.instant()));
            return true;
        }
    }
}
