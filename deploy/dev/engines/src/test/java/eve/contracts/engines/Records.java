package eve.contracts.engines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes and reads records of a topic with one partition.
public class Records {

    static void write(EmbeddedKafka kafka, String topic, String value) throws Exception {
        createTopic(kafka.bootstrapServers(), topic);
        append(kafka, topic, value);
    }

    static void append(EmbeddedKafka kafka, String topic, String value) throws Exception {
        append(kafka.bootstrapServers(), topic, value);
    }

    public static void createTopic(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    public static void append(String bootstrapServers, String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    static List<String> read(EmbeddedKafka kafka, String topic, int count) {
        return read(kafka.bootstrapServers(), topic, count);
    }

    /// Reads in a new consumer group with the consumer protocol, in which the broker coordinates the group.
    public static List<String> read(String bootstrapServers, String topic, int count) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "readers of " + topic,
                "group.protocol",
                "consumer",
                "auto.offset.reset",
                "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
