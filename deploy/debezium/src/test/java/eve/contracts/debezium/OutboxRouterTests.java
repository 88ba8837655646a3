package eve.contracts.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.aggregator.outbox.OutboxProperties;
import eve.contracts.aggregator.outbox.OutboxRelay;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.model.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Checks that Debezium with the shipped connector configuration sends the same records as the relay.
class OutboxRouterTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DATA = "{\"contractId\":42,\"version\":2,\"price\":100000000.0,\"title\":\"Gila ★\"}";

    @Test
    void debeziumMakesTheSameRecordsAsTheRelayAndLeavesTheTableEmpty() throws Exception {
        try (var kafka = EmbeddedKafka.options().start();
                var postgres = EmbeddedPostgresServer.options().start();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("contract-events", 1, (short) 1)))
                    .all()
                    .get();
            var jdbc = JdbcClient.create(
                    new DriverManagerDataSource(postgres.jdbcUrl(), postgres.username(), postgres.password()));
            relay(kafka, postgres, false).close();
            jdbc.sql(sql("switch-on.sql")).update();

            try (var debezium = Debezium.start(postgres)) {
                await().atMost(SOON)
                        .until(() -> jdbc.sql("select count(*) from pg_replication_slots where active")
                                        .query(Integer.class)
                                        .single()
                                == 1);
                // First without the trigger, so that the relay sees the rows too.
                jdbc.sql("alter table outbox disable trigger outbox_leave_to_the_log")
                        .update();
                commit(jdbc, 42, 1, "contract.stored.v1", "{\"version\":1}", null);
                commit(
                        jdbc,
                        42,
                        2,
                        "contract.closed.v1",
                        DATA,
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
                commit(jdbc, 43, 0, "contract.unavailable.v1", "{\"fill\":\"" + "x".repeat(100_000) + "\"}", null);
                try (var _ = relay(kafka, postgres, true)) {
                    await().atMost(SOON).until(() -> count(jdbc) == 0);
                }
                await().atMost(SOON).until(() -> debezium.records().size() == 3);
                assertThat(debezium.records()).isEqualTo(relayed(kafka));

                jdbc.sql("alter table outbox enable trigger outbox_leave_to_the_log")
                        .update();
                commit(jdbc, 44, 1, "contract.stored.v1", DATA, null);
                assertThat(count(jdbc)).isZero();
                await().atMost(SOON).until(() -> debezium.records().size() == 4);
                assertThat(debezium.records().getLast().key()).isEqualTo("44");
                assertThat(debezium.records().getLast().value()).isEqualTo(DATA);
            }
        }
    }

    @Test
    void withoutASlotTheTriggerDeletesNothing() throws Exception {
        try (var kafka = EmbeddedKafka.options().start();
                var postgres = EmbeddedPostgresServer.options().start()) {
            var jdbc = JdbcClient.create(
                    new DriverManagerDataSource(postgres.jdbcUrl(), postgres.username(), postgres.password()));
            relay(kafka, postgres, false).close();
            jdbc.sql(sql("switch-on.sql")).update();

            commit(jdbc, 44, 1, "contract.stored.v1", DATA, null);

            assertThat(count(jdbc)).isOne();
        }
    }

    private static String sql(String file) throws Exception {
        return Files.readString(Path.of(file));
    }

    private static long count(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    private static void commit(JdbcClient jdbc, long contract, long version, String type, String data, String trace) {
        jdbc.sql("insert into outbox (contract_id, version, type, data, traceparent) values (?, ?, ?, ?, ?)")
                .params(contract, version, type, data, trace)
                .update();
    }

    private static List<Event> relayed(EmbeddedKafka kafka) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition("contract-events", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<Event> events = new java.util.ArrayList<>();
            while (consumer.position(partition)
                    < consumer.endOffsets(List.of(partition)).get(partition)) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    Map<String, String> headers = new TreeMap<>();
                    record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
                    events.add(new Event(record.topic(), text(record.key()), text(record.value()), headers));
                });
            }
            // The relay sends the second version of a contract in a later round; contracts have no order among them.
            events.sort(java.util.Comparator.comparing((Event event) -> event.key())
                    .thenComparing(event -> event.headers().get("contract-version")));
            return events;
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ConfigurableApplicationContext relay(
            EmbeddedKafka kafka, EmbeddedPostgresServer postgres, boolean enabled) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "spring.config.name", "relay",
                "spring.datasource.url", postgres.jdbcUrl(),
                "spring.datasource.username", postgres.username(),
                "spring.datasource.password", postgres.password(),
                "spring.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "spring.liquibase.change-log", "classpath:db/changelog/db.changelog-master.yaml",
                "contracts.outbox.enabled", enabled));
        return new SpringApplicationBuilder(Relay.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    @EnableAutoConfiguration
    @EnableConfigurationProperties(OutboxProperties.class)
    @ComponentScan(basePackageClasses = OutboxRelay.class)
    static class Relay {

        @Bean
        Topics topics() {
            return new Topics("");
        }
    }
}
