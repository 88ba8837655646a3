package eve.contracts.api.deadletters;

import eve.contracts.api.projection.RecordHeaders;
import eve.contracts.kafka.RecordReader;
import eve.contracts.model.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/// Reads from their topic, with all bytes, the dead letters that are too large for the table.
@Component
public class DeadLetterRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final RecordReader reader;
    private final String topic;

    DeadLetterRecords(ConsumerFactory<?, ?> consumers, Topics topics) {
        this.reader = new RecordReader(consumers.getConfigurationProperties());
        this.topic = topics.deadLetters();
    }

    /// @param diedAt identifies the record: a record of a recreated topic has another time
    /// @return the record, or `null` when the topic no longer holds it
    /// @throws KafkaException when Kafka is not available
    public @Nullable ConsumerRecord<byte[], byte[]> read(String id, Instant diedAt) {
        var place = id.split("-", 3);
        if (place.length > 2) {
            return null;
        }
        var record =
                reader.read(new TopicPartition(topic, Integer.parseInt(place[0])), Long.parseLong(place[1]), PATIENCE);
        return record != null && new RecordHeaders(record).recordedAt().equals(diedAt) ? record : null;
    }
}
