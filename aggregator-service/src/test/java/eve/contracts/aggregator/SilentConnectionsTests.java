package eve.contracts.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eve.contracts.engines.EmbeddedKafka;
import eve.contracts.engines.test.Database;
import eve.contracts.engines.test.Engines;
import eve.contracts.engines.test.TcpRelay;
import eve.contracts.schema.MigratedDatabase;
import eve.contracts.simulator.EsiSimulator;
import eve.contracts.simulator.faults.Latency;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Connections go silent without notice to either side, and new connections work at once: the worker recovers
/// by itself, and no id loses an attempt. The limits are shorter here than in `aggregator.yml`;
/// [TimeLimitsTests] compares those with each other.
class SilentConnectionsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] SHORT_LIMITS = {
        "contracts.intake.deadline=20s",
        "contracts.intake.shutdown-grace=1s",
        "contracts.outbox.lease=3s",
        "contracts.outbox.heartbeat=500ms",
        "spring.jdbc.template.query-timeout=1s",
        "spring.datasource.hikari.connection-timeout=1000",
        "spring.datasource.hikari.validation-timeout=500",
        "spring.datasource.hikari.data-source-properties.socketTimeout=2",
        "spring.datasource.hikari.data-source-properties.cancelSignalTimeout=1",
        "spring.kafka.properties.request.timeout.ms=2000",
        "spring.kafka.consumer.properties.request.timeout.ms=2000",
        "spring.kafka.producer.properties.request.timeout.ms=2000"
    };

    private final EsiSimulator esi = EsiSimulator.start(StillUniverse.of(300));
    private final Database database = MigratedDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(
            new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));

    @BeforeEach
    void slow() {
        esi.faults().latency(Latency.fixed(Duration.ofMillis(50)));
    }

    @AfterEach
    void stop() {
        esi.close();
    }

    @Test
    void theDatabasesConnectionsGoSilent() {
        try (var relay = TcpRelay.to(database.jdbcUrl());
                var worker = run(relay, Engines.shared().bootstrapServers());
                var probe = new TopicProbe(Engines.shared().bootstrapServers())) {
            publish(probe);
            await().atMost(PATIENCE).until(() -> count("contract") > 30);

            relay.silenceNewOnes(true);
            assertThat(relay.silenceOpenOnes()).isPositive();
            await().atMost(PATIENCE).until(() -> readiness(worker) == 503);
            relay.silenceNewOnes(false);

            awaitAll(probe, worker);
            await().atMost(PATIENCE).until(() -> readiness(worker) == 200);
        }
    }

    @Test
    void kafkasConnectionsGoSilent() {
        try (var relay = new TcpRelay();
                var kafka = EmbeddedKafka.options()
                        .property("advertised.listeners", "PLAINTEXT://127.0.0.1:" + relay.port())
                        // The broker also connects to itself through the relay.
                        .property("request.timeout.ms", "2000")
                        .start()) {
            relay.target(kafka.bootstrapServers());
            try (var worker = run(TcpRelay.to(database.jdbcUrl()), kafka.bootstrapServers());
                    var probe = new TopicProbe(kafka.bootstrapServers())) {
                publish(probe);
                await().atMost(PATIENCE).until(() -> count("contract") > 30);

                assertThat(relay.silenceOpenOnes()).isPositive();

                awaitAll(probe, worker);
            }
        }
    }

    private void publish(TopicProbe probe) {
        esi.contractIds()
                .forEach(id -> probe.send(
                        database.name() + "-contract-ids", null, id.toString().getBytes()));
    }

    /// Waits until all contracts are stored and all events are sent, and checks that none has failed.
    private void awaitAll(TopicProbe probe, ConfigurableApplicationContext worker) {
        int all = esi.contractIds().size();
        await().atMost(PATIENCE).until(() -> count("contract") == all && count("outbox") == 0);
        assertThat(worker.getBean(MeterRegistry.class)
                        .find("contracts.failures")
                        .counters())
                .isEmpty();
        assertThat(probe.read(database.name() + "-contract-ids-retry-0")).isEmpty();
        assertThat(probe.read(database.name() + "-contract-events")).hasSizeGreaterThanOrEqualTo(all);
    }

    private ConfigurableApplicationContext run(TcpRelay postgres, String kafka) {
        List<String> arguments = Worker.arguments(database.through(postgres), esi.baseUrl(), SHORT_LIMITS);
        return AggregatorApplication.application()
                .run(arguments.stream()
                        .map(each -> each.startsWith("--spring.kafka.bootstrap-servers=")
                                ? "--spring.kafka.bootstrap-servers=" + kafka
                                : each)
                        .toArray(String[]::new));
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static int readiness(ConfigurableApplicationContext worker) throws IOException, InterruptedException {
        String port = worker.getEnvironment().getRequiredProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
