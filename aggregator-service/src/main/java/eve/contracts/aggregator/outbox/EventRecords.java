package eve.contracts.aggregator.outbox;

import eve.contracts.model.HeaderNames;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Converts events to Kafka records: CloudEvents 1.0 in binary mode
/// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md).
final class EventRecords {

    private EventRecords() {}

    static ProducerRecord<byte[], byte[]> of(OutboxEvent event, String topic, String source) {
        String contractId = Long.toString(event.contractId());
        var record = new ProducerRecord<>(topic, bytes(contractId), bytes(event.data()));
        String id = event.eventId().toString();
        header(record, HeaderNames.CE_SPECVERSION, "1.0");
        header(record, HeaderNames.CE_ID, id);
        header(record, HeaderNames.CE_SOURCE, source);
        header(record, HeaderNames.CE_TYPE, event.type());
        header(record, HeaderNames.CE_SUBJECT, contractId);
        header(record, HeaderNames.CE_TIME, event.createdAt().toString());
        header(record, HeaderNames.CONTENT_TYPE, "application/json");
        header(record, HeaderNames.EVENT_ID, id);
        header(record, HeaderNames.CONTRACT_VERSION, Long.toString(event.version()));
        if (event.traceparent() != null) {
            header(record, HeaderNames.TRACEPARENT, event.traceparent());
        }
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
