package eve.contracts.benchmark.outbox;

import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// namastack-outbox with a handler that sends with a `KafkaTemplate` and waits, as in its examples: adaptive
/// polling, large batches, virtual threads, completed records deleted.
final class NamastackOutbox implements Contender {

    private final Surroundings surroundings;
    private @Nullable ConfigurableApplicationContext application;

    NamastackOutbox(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public String name() {
        return "namastack-outbox 1.6.0";
    }

    private ConfigurableApplicationContext run(String interval) {
        return surroundings.application(
                Configuration.class,
                "io.namastack",
                List.of(
                        "topic=" + surroundings.topic(),
                        "spring.liquibase.enabled=false",
                        "namastack.outbox.jdbc.schema-initialization.enabled=true",
                        "namastack.outbox.polling.trigger=adaptive",
                        "namastack.outbox.polling.batch-size=1000",
                        "namastack.outbox.polling.adaptive.min-interval=" + interval,
                        "namastack.outbox.polling.adaptive.max-interval=" + interval,
                        "namastack.outbox.processing.delete-completed-records=true",
                        "namastack.outbox.processing.executor-concurrency-limit=64"));
    }

    @Override
    public void pileUp(List<Event> events) {
        try (var writing = run("1h")) {
            var outbox = writing.getBean(Outbox.class);
            var transaction = writing.getBean(TransactionTemplate.class);
            for (int from = 0; from < events.size(); from += 1000) {
                List<Event> some = events.subList(from, Math.min(from + 1000, events.size()));
                transaction.executeWithoutResult(_ -> some.forEach(event -> outbox.schedule(
                        new Payload(event.contractId(), event.data()), Long.toString(event.contractId()))));
            }
        }
    }

    @Override
    public void start() {
        application = run("100ms");
    }

    @Override
    public void write(Event event) {
        ConfigurableApplicationContext running = Objects.requireNonNull(application);
        running.getBean(TransactionTemplate.class)
                .executeWithoutResult(_ -> running.getBean(Outbox.class)
                        .schedule(new Payload(event.contractId(), event.data()), Long.toString(event.contractId())));
    }

    @Override
    public void stop() {
        if (application != null) {
            application.close();
        }
    }

    record Payload(long contractId, String data) {}

    @EnableAutoConfiguration
    static class Configuration {

        @Bean
        OutboxTypedHandler<Payload> sender(KafkaTemplate<String, String> kafka, @Value("${topic}") String topic) {
            return new Sender(kafka, topic);
        }
    }

    static final class Sender implements OutboxTypedHandler<Payload> {

        private final KafkaTemplate<String, String> kafka;
        private final String topic;

        Sender(KafkaTemplate<String, String> kafka, String topic) {
            this.kafka = kafka;
            this.topic = topic;
        }

        @Override
        public void handle(Payload payload, OutboxRecordMetadata metadata) {
            try {
                kafka.send(topic, metadata.getKey(), payload.data()).get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
