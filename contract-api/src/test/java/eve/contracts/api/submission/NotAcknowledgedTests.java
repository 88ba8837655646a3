package eve.contracts.api.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.Topics;
import io.micrometer.tracing.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class NotAcknowledgedTests {

    private static final ContractIdMessage SHORT = new ContractIdMessage(1, null);
    private static final ContractIdMessage LONG = new ContractIdMessage(Long.MAX_VALUE, Long.MAX_VALUE);

    private final Topics topics = new Topics(UUID.randomUUID() + "-");

    @Test
    void whatKafkaTookBeforeItRefusedIsCounted() throws Exception {
        createTopic(Engines.shared().bootstrapServers());

        var failure = publish(
                Engines.shared().bootstrapServers(),
                Map.of("max.request.size", sizeOnlyOf(SHORT)),
                List.of(SHORT, LONG, SHORT));

        assertThat(failure.acknowledged()).isEqualTo(1);
        assertThat(failure.getStatusCode().value()).isEqualTo(503);
        assertThat(failure.getBody().getDetail()).contains("1 of 3 ids");
    }

    @Test
    void aTopicThatDoesNotExistAcknowledgesNothing() {
        var failure = publish(Engines.shared().bootstrapServers(), Map.of(), List.of(SHORT, LONG));

        assertThat(failure.acknowledged()).isZero();
    }

    @Test
    void aBrokerThatWentAwayAcknowledgesNothing() throws Exception {
        try (var kafka = EmbeddedKafka.options().start()) {
            createTopic(kafka.bootstrapServers());
            var producers = producers(kafka.bootstrapServers(), Map.of());
            try {
                var publisher = new IdPublisher(new KafkaTemplate<>(producers), Tracer.NOOP, topics);
                publisher.publish(List.of(SHORT), false);
                kafka.stop();

                var failure = catchThrowableOfType(
                        NotAcknowledgedException.class, () -> publisher.publish(List.of(SHORT, LONG), false));

                assertThat(failure.acknowledged()).isZero();
            } finally {
                producers.destroy();
            }
        }
    }

    private NotAcknowledgedException publish(
            String bootstrapServers, Map<String, Object> settings, List<ContractIdMessage> messages) {
        var producers = producers(bootstrapServers, settings);
        try {
            var publisher = new IdPublisher(new KafkaTemplate<>(producers), Tracer.NOOP, topics);
            return catchThrowableOfType(NotAcknowledgedException.class, () -> publisher.publish(messages, false));
        } finally {
            producers.destroy();
        }
    }

    private static DefaultKafkaProducerFactory<byte[], byte[]> producers(
            String bootstrapServers, Map<String, Object> settings) {
        var all = new HashMap<String, Object>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "acks", "all",
                "linger.ms", 0,
                "max.block.ms", 500,
                "request.timeout.ms", 500,
                "delivery.timeout.ms", 1_000));
        all.putAll(settings);
        var producers = new DefaultKafkaProducerFactory<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        producers.setPhysicalCloseTimeout(1);
        return producers;
    }

    /// A size limit between the two messages: each record is estimated with about 70 bytes in addition to its
    /// key and value.
    private static int sizeOnlyOf(ContractIdMessage message) {
        return message.write().length + 90;
    }

    private void createTopic(String bootstrapServers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topics.contractIds(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }
}
