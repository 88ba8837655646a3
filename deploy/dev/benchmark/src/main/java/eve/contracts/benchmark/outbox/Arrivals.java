package eve.contracts.benchmark.outbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A consumer that records when each event reached the broker, and when it was read.
final class Arrivals implements AutoCloseable {

    private final long[] atBroker;
    private final long[] seen;
    private final BitSet arrived;
    private final AtomicInteger distinct = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    Arrivals(Surroundings surroundings, int events) {
        atBroker = new long[events];
        seen = new long[events];
        arrived = new BitSet(events);
        thread = Thread.ofPlatform().name("arrivals").start(() -> consume(surroundings));
    }

    private void consume(Surroundings surroundings) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        surroundings.kafka().bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(surroundings.topic()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            while (running) {
                var records = consumer.poll(Duration.ofMillis(100));
                long now = System.currentTimeMillis();
                records.forEach(record -> {
                    int number = Event.number(record.value());
                    if (!arrived.get(number)) {
                        arrived.set(number);
                        atBroker[number] = record.timestamp();
                        seen[number] = now;
                        distinct.incrementAndGet();
                    }
                });
            }
        }
    }

    int distinct() {
        return distinct.get();
    }

    /// Waits until all events have arrived or the time is over.
    void await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (distinct() < seen.length && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    /// Returns the events per second between the first and the last that were read.
    double rate() {
        long[] times = Arrays.stream(seen).filter(each -> each > 0).sorted().toArray();
        return times.length < 2 ? 0 : times.length * 1000.0 / (times[times.length - 1] - times[0]);
    }

    /// @param committed when each event was committed, milliseconds since 1970
    double[] toBroker(double[] committed) {
        return after(committed, atBroker);
    }

    double[] toConsumer(double[] committed) {
        return after(committed, seen);
    }

    private static double[] after(double[] committed, long[] times) {
        double[] millis = new double[times.length];
        int count = 0;
        for (int i = 0; i < times.length; i++) {
            if (times[i] > 0) {
                millis[count++] = Math.max(0, times[i] - committed[i]);
            }
        }
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
