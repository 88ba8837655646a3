package eve.contracts.api.deadletters;

import eve.contracts.kafka.RecordReader;
import eve.contracts.model.Topics;
import java.time.Duration;
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

    /// @return the record, or `null` when the topic does not hold it any more
    /// @throws KafkaException when Kafka is out of reach
    public @Nullable ConsumerRecord<byte[], byte[]> read(String id) {
        int dash = id.indexOf('-');
        var partition = new TopicPartition(topic, Integer.parseInt(id.substring(0, dash)));
        return reader.read(partition, Long.parseLong(id.substring(dash + 1)), PATIENCE);
    }
}
