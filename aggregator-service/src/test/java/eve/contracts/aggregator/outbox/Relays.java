package eve.contracts.aggregator.outbox;

import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.model.HeaderNames;
import eve.contracts.schema.MigratedDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Runs relays in this process, on their own database and topic.
final class Relays implements AutoCloseable {

    static final int MAX_BYTES = 100_000;

    private final Database database = MigratedDatabase.create();
    private final String kafka;
    private final JdbcClient jdbc = JdbcClient.create(
            new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();

    /// No relay runs yet; the tables exist.
    Relays() {
        this(Engines.shared().bootstrapServers());
    }

    Relays(String bootstrapServers) {
        kafka = bootstrapServers;
        admin(admin -> admin.createTopics(List.of(new NewTopic(topic(), 3, (short) 1)
                        .configs(Map.of("max.message.bytes", Integer.toString(MAX_BYTES)))))
                .all()
                .get());
        start("contracts.outbox.enabled=false").close();
        running.clear();
    }

    ConfigurableApplicationContext start(String... properties) {
        List<String> arguments = new ArrayList<>(RelayApplication.arguments(
                database.jdbcUrl(), database.username(), database.password(), kafka, database.name() + "-"));
        arguments.add("--spring.datasource.hikari.maximum-pool-size=2");
        for (String property : properties) {
            // The last value counts; if a property were given twice, it would be a list.
            arguments.removeIf(each -> each.startsWith("--" + property.substring(0, property.indexOf('=') + 1)));
            arguments.add("--" + property);
        }
        ConfigurableApplicationContext context = RelayApplication.run(arguments);
        running.add(context);
        return context;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    Database database() {
        return database;
    }

    String topic() {
        return database.name() + "-contract-events";
    }

    void commit(long contract, long version, String data) {
        jdbc.sql("insert into outbox (contract_id, version, type, data) values (?, ?, 'contract.stored.v1', ?)")
                .params(contract, version, data)
                .update();
    }

    long count(String rows) {
        return jdbc.sql("select count(*) from " + rows).query(Long.class).single();
    }

    void maxBytes(int bytes) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, topic());
        var limit = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        admin(admin -> admin.incrementalAlterConfigs(
                        Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                .all()
                .get());
    }

    /// Returns all records of the topic, as "contract/version".
    List<String> arrived() {
        return records().stream()
                .map(each -> new String(each.key(), StandardCharsets.UTF_8) + "/"
                        + header(each, HeaderNames.CONTRACT_VERSION))
                .toList();
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic()).stream()
                    .map(each -> new TopicPartition(topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static double gauge(ConfigurableApplicationContext relay, String name, String... tags) {
        return relay.getBean(MeterRegistry.class).get(name).tags(tags).gauge().value();
    }

    static double counter(ConfigurableApplicationContext relay, String name) {
        return relay.getBean(MeterRegistry.class).get(name).counter().count();
    }

    private interface AdminCall {
        void on(Admin admin) throws Exception;
    }

    private void admin(AdminCall call) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            call.on(admin);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.forEach(ConfigurableApplicationContext::close);
    }
}
