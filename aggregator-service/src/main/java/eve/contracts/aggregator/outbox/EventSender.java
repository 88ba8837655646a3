package eve.contracts.aggregator.outbox;

import eve.contracts.model.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/// Sends events in Kafka transactions under the relay's name: all in flight together, acknowledged by all
/// replicas.
///
/// The transactions exist for fencing. A pause can occur between any check in this process and the write to the
/// socket, so only the broker can reject what a paused relay sends when it continues: the relay that takes its
/// buckets first fences its producers ([ProducerFence]). Two producers take turns. For one thread.
@Component
class EventSender implements AutoCloseable {

    /// A commit sends unsent records at once, so lingering costs no time and fills the batches.
    private static final int LINGER_MILLIS = 100;

    private final Map<String, Object> configuration;
    private final String topic;
    private final String source;
    private final RelayName relay;
    private final Deque<KafkaProducer<byte[], byte[]>> producers = new ArrayDeque<>();

    EventSender(ProducerFactory<?, ?> producers, RelayName relay, Topics topics, OutboxProperties properties) {
        this.topic = topics.events();
        this.source = properties.source();
        this.relay = relay;
        this.configuration = new HashMap<>(producers.getConfigurationProperties());
        int third = Math.toIntExact(properties.lease().dividedBy(3).toMillis());
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        configuration.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        configuration.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, third * 3);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, third);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, third);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, third - LINGER_MILLIS);
    }

    boolean isOpen() {
        return !producers.isEmpty();
    }

    /// Fences everything that was sent under the relay's name before. After this, only events that are read
    /// from the outbox from now on may be sent.
    ///
    /// @throws KafkaException when the broker cannot be reached
    void open() {
        if (isOpen()) {
            return;
        }
        boolean ready = false;
        try {
            for (String transactionalId : RelayName.transactionalIds(relay.value())) {
                Map<String, Object> own = new HashMap<>(configuration);
                own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
                producers.add(new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer()));
                producers.getLast().initTransactions();
            }
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /// Sends the events together; at most one of each contract.
    SendOutcome send(List<OutboxEvent> events) {
        KafkaProducer<byte[], byte[]> kafka = producers.poll();
        if (kafka == null) {
            return new SendOutcome.NotNow(new KafkaException("The producer is closed"));
        }
        producers.add(kafka);
        Map<OutboxEvent, Future<RecordMetadata>> inFlight = new LinkedHashMap<>();
        try {
            kafka.beginTransaction();
            for (OutboxEvent event : events) {
                inFlight.put(event, kafka.send(EventRecords.of(event, topic, source)));
            }
            kafka.commitTransaction();
            return new SendOutcome.Acknowledged();
        } catch (KafkaException | IllegalStateException e) {
            Map<OutboxEvent, String> refused = refused(inFlight);
            if (refused.isEmpty()) {
                close();
                return new SendOutcome.NotNow(e);
            }
            abort(kafka);
            return new SendOutcome.Refused(refused);
        }
    }

    private static Map<OutboxEvent, String> refused(Map<OutboxEvent, Future<RecordMetadata>> inFlight) {
        Map<OutboxEvent, String> refused = new LinkedHashMap<>();
        inFlight.forEach((event, future) -> {
            if (future.state() == Future.State.FAILED) {
                Throwable cause = future.exceptionNow() instanceof ExecutionException e && e.getCause() != null
                        ? e.getCause()
                        : future.exceptionNow();
                if (cause instanceof RecordTooLargeException
                        || cause instanceof RecordBatchTooLargeException
                        || cause instanceof InvalidRecordException) {
                    refused.put(event, cause.getClass().getSimpleName() + ": " + cause.getMessage());
                }
            }
        });
        return refused;
    }

    private void abort(KafkaProducer<byte[], byte[]> kafka) {
        try {
            kafka.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            close();
        }
    }

    /// Aborts what is in flight.
    @Override
    public void close() {
        producers.forEach(producer -> producer.close(Duration.ZERO));
        producers.clear();
    }
}
