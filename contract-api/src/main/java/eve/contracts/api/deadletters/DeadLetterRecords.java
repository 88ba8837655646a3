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

/// Reads dead letters from their topic, with all their bytes: those that are too large for the table.
@Component
public class DeadLetterRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final RecordReader reader;
    private final String topic;

    DeadLetterRecords(ConsumerFactory<?, ?> consumers, Topics topics) {
        this.reader = new RecordReader(consumers.getConfigurationProperties());
        this.topic = topics.deadLetters();
    }

    /// @param diedAt by which it is known that the record is the dead letter, and not one of a topic that was made
    /// since
    /// @return the record, or `null` when the topic does not hold it any more
    /// @throws KafkaException when Kafka is out of reach
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
