package eve.contracts.aggregator.intake.retry;

import eve.contracts.kafka.BoundedBytesDeserializer;
import eve.contracts.kafka.RecordReader;
import eve.contracts.logging.SparseLog;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/// Reads the value of a record that is too large to be kept in memory ([BoundedBytesDeserializer]), one at a
/// time.
@Component
public class LargeRecords {

    private static final Logger log = LoggerFactory.getLogger(LargeRecords.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(1);

    interface Use {
        boolean of(FailureHeaders record) throws InterruptedException;
    }

    private final RecordReader reader;
    private final Semaphore oneAtATime = new Semaphore(1, true);
    private final SparseLog unread = new SparseLog(log);

    @Autowired
    LargeRecords(ConsumerFactory<?, ?> consumers) {
        this(new RecordReader(consumers.getConfigurationProperties()));
    }

    public LargeRecords(RecordReader reader) {
        this.reader = reader;
    }

    /// Waits for Kafka as long as it takes.
    ///
    /// @return what `use` returns; `false` when the record's topic no longer holds it
    boolean withBytes(ConsumerRecord<byte[], byte[]> record, Use use) throws InterruptedException {
        if (BoundedBytesDeserializer.isWhole(record)) {
            return use.of(new FailureHeaders(record));
        }
        oneAtATime.acquire();
        try {
            while (true) {
                try {
                    var whole = reader.read(
                            new TopicPartition(record.topic(), record.partition()), record.offset(), PATIENCE);
                    return whole != null && use.of(new FailureHeaders(whole));
                } catch (KafkaException e) {
                    unread.warn("A large record of {} is read again: {}", record.topic(), e.toString());
                    Thread.sleep(BROKER_PATIENCE);
                }
            }
        } finally {
            oneAtATime.release();
        }
    }
}
