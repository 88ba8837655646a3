package eve.contracts.api.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import eve.contracts.api.status.PendingIds;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.HeaderNames;
import eve.contracts.model.Topics;
import eve.contracts.model.Traceparent;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/// Publishes ids on `contract-ids`. The key is the id as text; the trace is that of the HTTP call.
@Component
class IdPublisher {

    private static final Logger log = LoggerFactory.getLogger(IdPublisher.class);

    private static final byte[] LOW = "low".getBytes(UTF_8);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final Tracer tracer;
    private final String topic;

    IdPublisher(KafkaTemplate<byte[], byte[]> kafka, Tracer tracer, Topics topics) {
        this.kafka = kafka;
        this.tracer = tracer;
        this.topic = topics.contractIds();
    }

    /// Publishes the messages, and returns when all in-sync replicas have every message. The producer's
    /// `max.block.ms` and `delivery.timeout.ms` bound the time.
    ///
    /// @param low whether the worker is to process other ids first
    /// @return the positions of the records
    /// @throws NotAcknowledgedException when Kafka is not available, or stops acknowledging midway
    PendingIds.Records publish(List<ContractIdMessage> messages, boolean low) {
        var sent = new ArrayList<CompletableFuture<SendResult<byte[], byte[]>>>(messages.size());
        var failure = send(messages, low, sent);
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            failure = e.getCause();
        }
        if (failure != null) {
            int acknowledged = (int) sent.stream()
                    .filter(future -> !future.isCompletedExceptionally())
                    .count();
            log.warn(
                    "Kafka acknowledged {} of {} ids: {}",
                    acknowledged,
                    messages.size(),
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
            throw new NotAcknowledgedException(acknowledged, messages.size(), failure);
        }
        return records(messages, sent);
    }

    private static PendingIds.Records records(
            List<ContractIdMessage> messages, List<CompletableFuture<SendResult<byte[], byte[]>>> sent) {
        var places =
                sent.stream().map(result -> result.join().getRecordMetadata()).toList();
        return new PendingIds.Records(
                messages.stream().mapToLong(ContractIdMessage::contractId).toArray(),
                places.stream().mapToInt(RecordMetadata::partition).toArray(),
                places.stream().mapToLong(RecordMetadata::offset).toArray());
    }

    /// Stops at the first message that the producer does not accept: the next would block as long and fail too.
    private @Nullable Throwable send(
            List<ContractIdMessage> messages, boolean low, List<CompletableFuture<SendResult<byte[], byte[]>>> sent) {
        byte[] trace = trace();
        try {
            for (var message : messages) {
                var key = Long.toString(message.contractId()).getBytes(UTF_8);
                var record = new ProducerRecord<>(topic, key, message.write());
                if (trace != null) {
                    record.headers().add(HeaderNames.TRACEPARENT, trace);
                }
                if (low) {
                    record.headers().add(HeaderNames.PRIORITY, LOW);
                }
                sent.add(kafka.send(record));
            }
            return null;
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            return e;
        }
    }

    private byte @Nullable [] trace() {
        TraceContext context = tracer.currentTraceContext().context();
        return context == null
                ? null
                : Traceparent.of(context.traceId(), context.spanId(), Boolean.TRUE.equals(context.sampled()))
                        .map(trace -> trace.value().getBytes(UTF_8))
                        .orElse(null);
    }
}
