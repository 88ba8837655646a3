package eve.contracts.api.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.engines.test.Engines;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.UnreadableMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads what is on a topic now, up to its end offsets, so that it never waits for more records.
final class PublishedIds implements AutoCloseable {

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
            Map.of("bootstrap.servers", Engines.shared().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());

    PublishedIds(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    void skipToEnd() {
        var partitions = partitions();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    List<Map.Entry<String, ContractIdMessage>> keysAndMessages() throws UnreadableMessageException {
        var found = new ArrayList<Map.Entry<String, ContractIdMessage>>();
        var ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                found.add(Map.entry(new String(record.key(), UTF_8), ContractIdMessage.read(record.value())));
            }
        }
        return found;
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
