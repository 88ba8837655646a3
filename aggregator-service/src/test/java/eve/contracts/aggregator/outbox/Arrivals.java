package eve.contracts.aggregator.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The events that a consumer of `contract-events` received, from the first record to the last.
///
/// @param distinct the distinct events, by contract and version
/// @param repeats the repeats of events that had arrived before
/// @param outOfOrder the events that arrived after a later one of their contract, including repeats
record Arrivals(int distinct, int repeats, int outOfOrder) {

    static Arrivals read(String bootstrapServers, String topic, String isolation) {
        Map<String, Long> latest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        int repeats = 0;
        int outOfOrder = 0;
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String contract = text(record.key());
                    long version = Long.parseLong(
                            text(record.headers().lastHeader("contract-version").value()));
                    if (!seen.add(contract + "/" + version)) {
                        repeats++;
                    }
                    if (version < latest.merge(contract, version, Math::max)) {
                        outOfOrder++;
                    }
                }
            }
        }
        return new Arrivals(seen.size(), repeats, outOfOrder);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
