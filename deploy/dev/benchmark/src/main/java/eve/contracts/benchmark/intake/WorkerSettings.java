package eve.contracts.benchmark.intake;

import eve.contracts.benchmark.Contenders;
import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.EmbeddedPostgresServer;
import eve.contracts.model.ContractIdMessage;
import eve.contracts.model.Topics;
import eve.contracts.simulator.EsiSimulator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A database and topics for one measurement, and the worker's settings for them.
record WorkerSettings(EmbeddedKafka kafka, EmbeddedPostgresServer postgres, String name, int window, int maxInFlight) {

    static final int PARTITIONS = 6;
    private static final int UNBOUNDED = 4_096;

    WorkerSettings(EmbeddedKafka kafka, EmbeddedPostgresServer postgres, String name, int window) {
        this(kafka, postgres, name, window, UNBOUNDED);
    }

    JdbcClient createDatabase() {
        postgres.createDatabase(name);
        return JdbcClient.create(
                new DriverManagerDataSource(postgres.jdbcUrl(name), postgres.username(), postgres.password()));
    }

    boolean hasTables() {
        return JdbcClient.create(
                        new DriverManagerDataSource(postgres.jdbcUrl(name), postgres.username(), postgres.password()))
                .sql("select to_regclass('item_type') is not null")
                .query(Boolean.class)
                .single();
    }

    String[] arguments(EsiSimulator esi, boolean intake) {
        return List.of(
                        "spring.datasource.url=" + postgres.jdbcUrl(name),
                        "spring.datasource.username=" + postgres.username(),
                        "spring.datasource.password=" + postgres.password(),
                        "spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "contracts.topics.prefix=" + name + "-",
                        "contracts.topics.partitions=" + PARTITIONS,
                        "contracts.esi.base-url=" + esi.baseUrl(),
                        "contracts.esi.user-agent=contract-aggregator-benchmark/1.0 (benchmark@example.org)",
                        "contracts.esi.requests-per-second=0",
                        "contracts.esi.max-in-flight=" + maxInFlight,
                        "contracts.intake.group-id=" + name,
                        "contracts.intake.window=" + window,
                        "contracts.intake.enabled=" + intake,
                        Contenders.excludeAllBut("eve.contracts"),
                        "server.port=0",
                        "logging.level.root=warn",
                        "spring.main.banner-mode=off")
                .stream()
                .map(each -> "--" + each)
                .toArray(String[]::new);
    }

    void publish(EsiSimulator esi, List<Long> ids) {
        String topic = new Topics(name + "-").contractIds();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long id : ids) {
                byte[] key = Long.toString(id).getBytes(StandardCharsets.UTF_8);
                byte[] value = new ContractIdMessage(id, esi.truth(id).regionId()).write();
                producer.send(new ProducerRecord<>(topic, key, value));
            }
        }
    }

    /// Waits until this number of contracts is stored and all events are sent. Counts contracts only while the
    /// outbox is empty, because one count costs as much as many contracts.
    static void awaitStored(JdbcClient jdbc, int contracts) throws InterruptedException {
        while (jdbc.sql("select case when exists (select from outbox) then 0 else (select count(*) from contract) end")
                        .query(Integer.class)
                        .single()
                < contracts) {
            Thread.sleep(500);
        }
    }
}
